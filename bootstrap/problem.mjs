/** Something the user can mend: one sentence that says what is wrong, one that says what to do. */
export class BootstrapError extends Error {
  constructor(message, suggestion) {
    super(message);
    this.name = "BootstrapError";
    this.suggestion = suggestion;
  }
}
