/** Why a process could not start although its settings are in order, as one sentence. It ends with status 1. */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
}
