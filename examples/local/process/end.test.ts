import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";
import { endable, endProcess } from "./end.ts";
import { identify, isRunning, type ProcessIdentity } from "./identity.ts";

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) if (child.pid !== undefined) kill(-child.pid);
});
const kill = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it is gone
  }
};

/** Runs a script until it says a word; the word may be the pid of a child of its own. */
const run = async (script: string): Promise<{ identity: ProcessIdentity; child: ChildProcess; word: string }> => {
  const child = spawn("/bin/sh", ["-c", script], { detached: true, stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  const [word] = await once(createInterface(child.stdout), "line");
  const identity = await identify(child.pid ?? 0);
  if (identity === undefined) throw new Error(`${script} does not run`);
  return { identity, child, word: String(word) };
};

test("one that listens ends by the signal it was asked with", async () => {
  const { identity, child } = await run("trap 'exit 7' INT; echo ready; while :; do sleep 0.05; done");
  const ended = once(child, "exit");
  await endProcess(endable(identity), { stopSignal: "SIGINT", stopSeconds: 60 });
  expect(await ended).toEqual([7, null]);
});

test("one that puts its own children away hears the harder signal before anybody is killed", async () => {
  const { identity, child } = await run("trap '' INT; trap 'exit 8' QUIT; echo ready; while :; do sleep 0.05; done");
  const ended = once(child, "exit");
  await endProcess(endable(identity), { stopSignal: "SIGINT", stopSeconds: 0.2, hardSignal: "SIGQUIT" });
  expect(await ended).toEqual([8, null]);
});

test("one that does not listen is killed together with its children", async () => {
  const { identity, word } = await run(
    "trap '' TERM; sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done' & wait; wait",
  );
  const grandchild = await identify(Number(word));
  expect(grandchild).toBeDefined();
  await endProcess(endable(identity), { stopSeconds: 0.2 });
  expect(await isRunning(identity)).toBe(false);
  await expect
    .poll(async () => grandchild !== undefined && (await isRunning(grandchild)), { timeout: 20_000 })
    .toBe(false);
});
