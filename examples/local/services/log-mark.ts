import { open, stat } from "node:fs/promises";

/** Looks out for a text in a log file, from where the file ended when it was last reset. */
export interface LogMark {
  readonly reset: () => Promise<void>;
  /** Rejects as long as the text has not been written. */
  readonly check: () => Promise<void>;
}

export const logMark = (path: string, text: string): LogMark => {
  let from = 0;
  return {
    async reset() {
      from = await stat(path).then(
        ({ size }) => size,
        () => 0,
      );
    },
    async check() {
      const file = await open(path);
      try {
        const { size } = await file.stat();
        if (size < from) from = 0; // put aside and begun anew
        const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - from), position: from });
        if (!buffer.toString("utf8", 0, bytesRead).includes(text)) throw new Error(`${path} does not say ${text}`);
      } finally {
        await file.close();
      }
    },
  };
};
