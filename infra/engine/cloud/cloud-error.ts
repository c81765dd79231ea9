/** What the cloud answers when it refuses: its code, and a sentence. */
export class CloudError extends Error {
  override readonly name = "CloudError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}
