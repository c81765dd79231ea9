import { spawn } from "node:child_process";
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { exitCodes } from "../failure.ts";
import { localFolder } from "../folder/paths.ts";
import type { Report } from "../output/report.ts";

const cli = fileURLToPath(new URL("../cli.ts", import.meta.url));

/** Runs the same command without us, and returns when it is ready, with status 0, or has ended, with its own. */
export const detach = async (argv: readonly string[], report: Report): Promise<number> => {
  await mkdir(localFolder, { recursive: true });
  const path = join(localFolder, "detached.log");
  const log = await open(path, "w", 0o600);
  const rest = argv.filter((argument) => argument !== "--detach");
  const { BAILIWICK_BOOTSTRAP_PID: _, BAILIWICK_PARENT_PIPE: __, ...env } = process.env;
  const child = spawn(process.execPath, [...process.execArgv, cli, ...rest], {
    detached: true,
    env,
    stdio: ["ignore", log.fd, log.fd, "ipc"],
  });
  const status = await new Promise<number>((resolve) => {
    child.once("message", () => resolve(exitCodes.ok));
    child.once("exit", (code) => resolve(code ?? exitCodes.error));
  });
  await log.close();
  if (child.connected) child.disconnect();
  child.unref();
  const text = await open(path).then(async (file) => {
    const content = await file.readFile("utf8");
    await file.close();
    return content;
  });
  report.result(text, { type: "detached", pid: child.pid, status, log: path });
  return status;
};
