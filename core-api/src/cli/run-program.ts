import { type Command, CommanderError } from "commander";
import { ConfigError } from "../platform/environment.ts";
import { CommandFailure, type FailureFacts } from "./failure.ts";

/**
 * Parses, runs, and answers the exit status: results went to stdout, everything else goes to stderr. With `--json` a failure
 * is one document there: `{ error: { code, message, detail, violations, suggestion } }`.
 */
export const runProgram = async (program: Command, argv: readonly string[]): Promise<number> => {
  try {
    await program.parseAsync([...argv]);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const facts = factsOf(error);
    if (facts === undefined) throw error;
    if (argv.includes("--json")) {
      const { code, message, detail, violations, suggestion } = facts;
      console.error(JSON.stringify({ error: { code, message, detail, violations, suggestion } }));
    } else {
      const violations = facts.violations?.map(({ path, message }) => `  ${path}: ${message}`) ?? [];
      for (const line of [facts.message, facts.detail, ...violations, facts.suggestion]) {
        if (line !== undefined) console.error(line);
      }
    }
    return facts.status ?? 1;
  }
};

const factsOf = (error: unknown): FailureFacts | undefined => {
  if (error instanceof CommanderError) {
    // Commander's own message, once: it prints none itself.
    const message = error.message.replace(/^error: /, "");
    return { code: "wrong-use", message, suggestion: "--help says what it takes.", status: 2 };
  }
  if (error instanceof CommandFailure) return error.facts;
  if (error instanceof ConfigError) {
    return { code: "configuration", message: error.problems.join("\n"), status: 2 };
  }
  return undefined;
};
