import { rm } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { exitCodes, LocalFailure } from "../failure.ts";
import { choosePlatform } from "../folder/choose.ts";
import { removeOutside } from "../folder/reachable.ts";
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
  const paths = await choosePlatform(options.name, "reset", { destroys: true });
  if (options.yes !== true && !(await agreed(paths.root, options.interactive ?? isTerminal()))) {
    report.result("Nothing was removed.\n", { name: paths.name, removed: false });
    return exitCodes.cancelled;
  }
  await stopPlatform(paths);
  await removeOutside(paths.root);
  await rm(paths.root, { recursive: true, force: true, maxRetries: 5 });
  report.result(`Removed ${paths.root}\n`, { name: paths.name, removed: true });
  return exitCodes.ok;
};

const isTerminal = (): boolean =>
  process.stdin.isTTY === true && process.stderr.isTTY === true && process.env.CI === undefined;

const agreed = async (folder: string, interactive: boolean): Promise<boolean> => {
  if (!interactive) {
    throw new LocalFailure({
      code: "confirmation-needed",
      message: `Removing ${folder} needs a confirmation.`,
      suggestion: "Nobody can be asked here, so say it: npm run reset -- --yes",
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`Remove all tenants, keys and logs in ${folder}? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
};
