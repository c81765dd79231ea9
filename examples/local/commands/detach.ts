import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { detachedVariable } from "../detached-variable.ts";
import { exitCodes, LocalFailure } from "../failure.ts";
import { lockHolder } from "../folder/lock.ts";
import { makeRoot } from "../folder/make.ts";
import { localFolder } from "../folder/paths.ts";
import { removeFolder } from "../folder/remove.ts";
import { commandLine } from "../output/command-line.ts";
import { type DetachedMessage, detachedMessage, toldFailure } from "../output/detached.ts";
import type { Output, Report } from "../output/report.ts";
import { createLogFile } from "../supervisor/log-file.ts";
import { chooseStart } from "./choose-start.ts";
import type { UpOptions } from "./up.ts";

const cli = fileURLToPath(new URL("../cli.ts", import.meta.url));

/**
 * Runs the same command without us, and returns when it is ready, with status 0, or has ended, with its own. What it says from
 * then on is in the log `supervisor`; what it shows once, as passwords, is told to us and in no file.
 */
export const detach = async (options: UpOptions, report: Report, { err }: Pick<Output, "err">): Promise<number> => {
  if (options.ephemeral === true) {
    throw new LocalFailure({
      code: "options-conflict",
      message: "--ephemeral and --detach do not go together: no command could find such a platform again to end it.",
      suggestion: `Leave one out: ${commandLine("up", { ...flagsOf(options), ephemeral: true })}, or ${commandLine("up", { ...flagsOf(options), detach: true })}`,
    });
  }
  const { paths } = await chooseStart(options, localFolder);
  const fresh = !existsSync(paths.root);
  await makeRoot(paths);
  await mkdir(paths.logs, { recursive: true, mode: 0o700 });
  const log = createLogFile(paths.logs, "supervisor");
  const from = log.end();
  const { BAILIWICK_BOOTSTRAP_PID: _, BAILIWICK_PARENT_PIPE: __, ...env } = process.env;
  const words = Object.entries(flagsOf(options)).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const child = log.withDescriptor((descriptor) =>
    spawn(process.execPath, [...process.execArgv, cli, "up", ...words], {
      detached: true,
      env: { ...env, [detachedVariable]: "1" },
      stdio: ["ignore", descriptor, descriptor, "ipc"],
    }),
  );
  const told: DetachedMessage[] = [];
  const status = await new Promise<number>((resolve) => {
    child.on("message", (value) => {
      const message = detachedMessage(value);
      if (message === undefined) return;
      told.push(message);
      if (message.kind === "result") resolve(exitCodes.ok);
    });
    // What it said last may still be on its way when it has ended.
    child.once("exit", (code) => {
      const end = (): void => resolve(code ?? exitCodes.error);
      if (child.connected) child.once("disconnect", end);
      else end();
    });
  });
  if (child.connected) child.disconnect();
  child.unref();

  const [last] = told.slice(-1);
  if (last?.kind === "failure") {
    if (fresh && !existsSync(paths.instance) && (await lockHolder(paths.lock)) === undefined) await removeFolder(paths);
    throw toldFailure(last);
  }
  const said = await log.tail(20_000, from);
  err(said === "" ? "" : `${said}\n`);
  const document = { type: "detached", pid: child.pid, status, log: log.path, told: last?.document };
  report.result(last?.text ?? "", document);
  return status;
};

const flagsOf = ({ product, name, port }: UpOptions) => ({ product, name, port });
