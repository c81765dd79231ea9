import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const readySeconds = 300;
const stopSeconds = 30;

/**
 * Starts the command of a block as a terminal would and waits until it has said `until`, or has ended. `stop()` is Ctrl+C;
 * it answers what was still running afterwards, found by a mark that every descendant inherits.
 */
export const startBackground = async (command, until) => {
  const mark = `BAILIWICK_DOCS_RUN=${randomUUID()}`;
  const [name, value] = mark.split("=");
  const child = spawn("bash", ["-c", command], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a process group of its own, like a job of a terminal
    env: { ...process.env, [name]: value },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
      process.stdout.write(withoutPasswords(chunk));
    });
  }
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let running = true;
  void ended.then(() => {
    running = false;
  });
  const deadline = Date.now() + readySeconds * 1000;
  while (running && !output.includes(until) && Date.now() < deadline) await sleep(100);

  return {
    ready: running && output.includes(until),
    printed: (pattern) => [...output.matchAll(pattern)].map(([, found]) => found.trim()),
    async stop() {
      if (running) process.kill(-child.pid, "SIGINT");
      await Promise.race([ended, sleep(stopSeconds * 1000, undefined, { ref: false })]);
      await sleep(1000);
      const left = marked(mark);
      for (const { pid } of left) process.kill(pid, "SIGKILL");
      return left.map(({ pid, args }) => `${pid} ${args}`);
    },
  };
};

/** A log that is kept must not hold what the platform shows once. */
const withoutPasswords = (text) => text.replace(/^(.*\S+@\S+\.\S+ +)(?!\()[\w-]+/gm, "$1(password)");

const marked = (mark) => {
  if (!existsSync("/proc/self/environ")) return [];
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      if (!readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark)) return [];
      return [{ pid: Number(pid), args: readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ") }];
    } catch {
      return []; // it has just ended, or is somebody else's
    }
  });
};
