import { spawnSync } from "node:child_process";

export interface PrintedRefusal {
  readonly command: string;
  /** What the command wrote: head and body. */
  readonly output: string;
  readonly status: number | null;
}

/** The `curl` lines of a text, as a reader would copy them. */
export const curlLines = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("curl "));

/** Runs a line as a shell would. */
export const paste = (line: string): PrintedRefusal => {
  const { stdout, status } = spawnSync("/bin/sh", ["-c", line], { encoding: "utf8", timeout: 20_000 });
  return { command: line, output: stdout, status };
};
