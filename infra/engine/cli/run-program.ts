import { spawn } from "node:child_process";
import { endTree } from "./process-tree.ts";

export interface Ran {
  readonly code: number;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program to its end. An abort ends it and all that it has started, and rejects with the signal's reason. */
export const runProgram = (program: string, args: readonly string[], { cwd, env, signal }: RunOptions): Promise<Ran> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // A group of its own: the terminal's interrupt is for us alone, who end it in our way.
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const chunks: Buffer[] = [];
    const stop = () => {
      if (child.pid !== undefined) endTree(child.pid);
    };
    signal?.addEventListener("abort", stop, { once: true });
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      signal?.removeEventListener("abort", stop);
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") });
    });
  });
