import type { FoundProblem } from "@bailiwick/contract/problems-found";
import { RunError } from "@pulumi/pulumi/errors.js";

/**
 * A stack file that cannot be used. `problems` has everything that is wrong with it, not only the first. The engine prints
 * the message of a `RunError` and nothing of where it was thrown.
 */
export class ConfigError extends RunError {
  override readonly name = "ConfigError";
  readonly problems: readonly FoundProblem[];

  constructor(stack: string, problems: readonly FoundProblem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(
      `The configuration of ${stack} has ${count}; nothing was changed:\n${problems.map(({ sentence }) => `- ${sentence}`).join("\n")}`,
    );
    this.problems = problems;
  }
}
