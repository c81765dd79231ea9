/** One thing that is wrong with what was sent. */
export interface Violation {
  /** Where, for example `body.owner.password`. */
  readonly path: string;
  readonly message: string;
}

/** Why a command did not succeed, for a person and for a program. */
export interface FailureFacts {
  readonly code: string;
  readonly message: string;
  readonly detail?: string | undefined;
  readonly violations?: readonly Violation[] | undefined;
  readonly suggestion?: string | undefined;
  /** 1 error, 2 wrong use or configuration, 3 authentication, 9 time-out. @default 1 */
  readonly status?: 1 | 2 | 3 | 9;
}

export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly facts: FailureFacts;
  constructor(facts: FailureFacts) {
    super(facts.message);
    this.facts = facts;
  }
}
