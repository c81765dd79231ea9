import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, LocalFailure } from "../failure.ts";
import { choosePlatform } from "../folder/choose.ts";
import { carriedName, commandLine } from "../output/command-line.ts";
import type { Output } from "../output/report.ts";
import { createLogFile } from "../supervisor/log-file.ts";

export interface LogsOptions {
  readonly name?: string | undefined;
  /** Part of a service's name; all without one. */
  readonly service?: string | undefined;
  /** Go on as more is written, until Ctrl+C. */
  readonly follow?: boolean | undefined;
  /** Bytes of the past of each service. @default 4000 */
  readonly bytes?: number;
  readonly signal?: AbortSignal;
}

/** Shows the end of each service's log, every line with the service's name. */
export const logs = async (options: LogsOptions, { out }: Pick<Output, "out">): Promise<number> => {
  const { name, service = "", follow = false, bytes = 4000, signal } = options;
  const paths = await choosePlatform({ name, verb: "logs", flags: { follow: follow || undefined } });
  const files = (await readdir(paths.logs).catch(() => [])).filter((file) => file.endsWith(".log")).sort();
  const names = files.map((file) => file.replace(/\.log$/, ""));
  const chosen = names.filter((candidate) => candidate.includes(service));
  if (chosen.length === 0) {
    throw new LocalFailure({
      code: "log-unknown",
      message: `No service is called "${service}".`,
      suggestion:
        names.length === 0
          ? `Nothing has been started yet: ${commandLine("up", { name: carriedName(name, paths.name) })}`
          : `There are ${names.join(", ")}.`,
    });
  }
  const width = Math.max(...chosen.map((candidate) => candidate.length));
  const show = (from: string, text: string): void => {
    for (const line of text.split("\n")) if (line !== "") out(`${from.padEnd(width)} | ${line}\n`);
  };
  const positions = new Map<string, number>();
  for (const one of chosen) {
    const file = createLogFile(paths.logs, one);
    positions.set(one, (await stat(file.path)).size);
    show(one, await file.tail(bytes));
  }
  while (follow && signal?.aborted !== true) {
    await sleep(200);
    for (const one of chosen)
      positions.set(
        one,
        await showSince(join(paths.logs, `${one}.log`), positions.get(one) ?? 0, (text) => show(one, text)),
      );
  }
  return exitCodes.ok;
};

/** Shows whole lines after `position` and returns how far it came. A file that became shorter was begun anew. */
const showSince = async (path: string, position: number, show: (text: string) => void): Promise<number> => {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return position;
  try {
    const { size } = await file.stat();
    const from = size < position ? 0 : position;
    if (size === from) return from;
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - from), position: from });
    const end = buffer.lastIndexOf(0x0a, bytesRead - 1) + 1;
    show(buffer.toString("utf8", 0, end));
    return from + end;
  } finally {
    await file.close();
  }
};
