import type { FoundProblem } from "@bailiwick/contract/problems-found";

/** A stack file that cannot be used. `problems` has everything that is wrong with it, not only the first. */
export class ConfigError extends Error {
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
