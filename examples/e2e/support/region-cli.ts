import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Ended } from "./platform.ts";

const program = fileURLToPath(new URL("../../local/region-cli.ts", import.meta.url));

/** Runs a command of a region to its end, with the local platforms of a folder. */
export const regionCli = (folder: string, args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, BAILIWICK_LOCAL_FOLDER: folder };
    const child = execFile(process.execPath, [program, ...args], { env }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    );
  });
