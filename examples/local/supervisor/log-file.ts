import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";

const keptBytes = 10 * 1024 * 1024;

/** The log of one service; processes write to it directly, so it goes on without us. */
export interface LogFile {
  readonly path: string;
  /** Calls back with a descriptor to give to a child; puts a file that grew too large aside first. */
  withDescriptor<T>(use: (descriptor: number) => T): T;
  /** Where it ends now. */
  end(): number;
  /** The last `bytes` of it after `from`, from the start of a line. */
  tail(bytes?: number, from?: number): Promise<string>;
}

export const createLogFile = (folder: string, service: string): LogFile => {
  const path = join(folder, `${service}.log`);
  return {
    path,
    withDescriptor(use) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size > keptBytes) renameSync(path, `${path}.1`);
      const descriptor = openSync(path, "a", 0o600);
      try {
        return use(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
    end: () => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
    tail: (bytes = 2000, from = 0) => tailOf(path, bytes, from),
  };
};

const tailOf = async (path: string, bytes: number, from: number): Promise<string> => {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return "";
  try {
    const { size } = await file.stat();
    const first = from > size ? 0 : from; // put aside and begun anew
    const start = Math.max(first, size - bytes);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - start), position: start });
    const text = buffer.toString("utf8", 0, bytesRead);
    return (start === first ? text : text.slice(text.indexOf("\n") + 1)).trimEnd();
  } finally {
    await file.close();
  }
};
