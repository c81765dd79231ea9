import { ConfigError } from "../config/config-error.ts";

/** Whether an error is about what a person typed or wrote: its message is told, without a stack. */
export const isTold = (error: unknown): error is Error =>
  error instanceof ConfigError ||
  error instanceof RangeError ||
  (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));

/** Runs a command's main function and sets the exit status it answers; 2 for what a person can mend. */
export const runTold = async (main: () => Promise<number>): Promise<void> => {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!isTold(error)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
};
