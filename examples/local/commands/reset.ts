import { createInterface } from "node:readline/promises";
import { about, exitCodes, LocalFailure } from "../failure.ts";
import { choosePlatform } from "../folder/choose.ts";
import { removeFolder } from "../folder/remove.ts";
import { carriedName } from "../output/command-line.ts";
import type { Report } from "../output/report.ts";
import { stopPlatform } from "./down.ts";

export interface ResetOptions {
  readonly name?: string | undefined;
  readonly yes?: boolean | undefined;
  /** @default whether both ends of the terminal are one */
  readonly interactive?: boolean;
}

/** Removes one platform's folder and nothing else; stops the platform before. Asks, unless told `yes`. */
export const reset = async (options: ResetOptions, report: Report): Promise<number> => {
  const { name, yes } = options;
  const paths = await choosePlatform({ name, verb: "reset", flags: { yes: yes || undefined }, destroys: true });
  return about({ name: carriedName(name, paths.name) }, async () => {
    if (yes !== true && !(await agreed(paths.root, options.interactive ?? isTerminal()))) {
      report.result("Nothing was removed.\n", { name: paths.name, removed: false });
      return exitCodes.cancelled;
    }
    const { lock } = await stopPlatform(paths, "resetting", report);
    try {
      await removeFolder(paths);
    } finally {
      await lock.release(); // gone with the folder, unless that could not be removed
    }
    report.result(`Removed ${paths.root}\n`, { name: paths.name, removed: true });
    return exitCodes.ok;
  });
};

const isTerminal = (): boolean =>
  process.stdin.isTTY === true && process.stderr.isTTY === true && process.env.CI === undefined;

const agreed = async (folder: string, interactive: boolean): Promise<boolean> => {
  if (!interactive) {
    throw new LocalFailure({
      code: "confirmation-needed",
      message: `Removing ${folder} needs a confirmation.`,
      suggestion: (command) => `Nobody can be asked here, so say it: ${command("reset", { yes: true })}`,
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`Remove all tenants, keys and logs in ${folder}? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    // Ctrl+C is an answer too. The line it was typed on ends here.
    if (!(error instanceof Error) || error.name !== "AbortError") throw error;
    process.stderr.write("\n");
    return false;
  } finally {
    terminal.close();
  }
};
