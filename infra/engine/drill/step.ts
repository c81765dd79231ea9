/** A step that did not go as it must; the message says why, `output` is what the engine printed. */
export class StepFailed extends Error {
  override readonly name = "StepFailed";
  readonly output: string;

  constructor(message: string, output = "") {
    super(message);
    this.output = output;
  }
}

export interface StepReport {
  readonly title: string;
  readonly passed: boolean;
  /** What was found, in a few words. */
  readonly detail: string;
  readonly seconds: number;
  /** What the engine printed, when the step failed. */
  readonly output: string;
}
