import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { identify, isRunning, type ProcessIdentity } from "../process/identity.ts";
import { startGuardian } from "./guardian.ts";

const script = fileURLToPath(new URL("./guardian.sh", import.meta.url));
const children: ChildProcess[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bailiwick-guardian-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

const run = async (command: string): Promise<ProcessIdentity> => {
  const child = spawn("/bin/sh", ["-c", command], { stdio: "ignore", detached: true });
  children.push(child);
  await sleep(100); // until a trap is set
  const identity = await identify(child.pid ?? 0);
  if (identity === undefined) throw new Error(`${command} does not run`);
  return identity;
};
/** The guardian, as it is when the supervisor is gone: nobody holds the pipe. */
const orphan = async (orders: string): Promise<void> => {
  const guardian = spawn("/bin/sh", [script], { stdio: ["pipe", "inherit", "inherit"] });
  guardian.stdin.end(orders);
  await once(guardian, "exit");
};
const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

test("stops by the asked signal, and kills what does not listen, within five seconds", async () => {
  const polite = await run(`trap 'touch "${folder}/polite"; exit' INT; while :; do sleep 0.05; done`);
  const deaf = await run("trap '' TERM; while :; do sleep 0.05; done");
  const began = performance.now();
  await orphan(`watch ${polite.pid} INT\nwatch ${deaf.pid} TERM\n`);
  expect(performance.now() - began).toBeLessThan(5000);
  expect(await exists(join(folder, "polite"))).toBe(true);
  expect(await isRunning(polite)).toBe(false);
  expect(await isRunning(deaf)).toBe(false);
});

test("leaves alone what was forgotten, and everything after a stop in order", async () => {
  const forgotten = await run("exec sleep 60");
  const kept = await run("exec sleep 60");
  await orphan(`watch ${forgotten.pid} TERM\nwatch ${kept.pid} TERM\nforget ${forgotten.pid}\n`);
  expect(await isRunning(forgotten)).toBe(true);
  expect(await isRunning(kept)).toBe(false);
  await orphan(`watch ${forgotten.pid} TERM\ndone\n`);
  expect(await isRunning(forgotten)).toBe(true);
});

test("removes the lock and a temporary folder of its own kind, in paths with spaces", async () => {
  const lock = join(folder, "a lock");
  const temporary = join(folder, "bailiwick-ephemeral-x y");
  const other = join(folder, "home");
  await writeFile(lock, "");
  for (const path of [temporary, other]) await mkdir(path);
  await orphan(`lock ${lock}\nwipe ${temporary}\n`);
  expect(await exists(lock)).toBe(false);
  expect(await exists(temporary)).toBe(false);
  await orphan(`wipe ${other}\n`);
  expect(await exists(other)).toBe(true);
});

test("a guardian that is killed is replaced by one that knows as much", async () => {
  const guardian = startGuardian();
  const first = guardian.pid ?? 0;
  const lock = join(folder, "lock");
  await writeFile(lock, "");
  guardian.lock(lock);
  process.kill(first, "SIGKILL");
  await vi.waitFor(() => expect(guardian.pid).not.toBe(first));
  await guardian.dismiss();
  expect(await exists(lock)).toBe(true); // a stop in order leaves the lock to its owner
});

test("a supervisor that is killed leaves nothing", async () => {
  const code = `
    import { startGuardian } from ${JSON.stringify(new URL("./guardian.ts", import.meta.url).href)};
    import { spawn } from "node:child_process";
    const child = spawn("/bin/sleep", ["60"], { detached: true, stdio: "ignore" });
    startGuardian().watch(child.pid, "SIGTERM");
    setTimeout(() => console.log(child.pid), 100);`;
  const supervisor = spawn(process.execPath, ["--input-type=module-typescript", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(supervisor);
  const [line] = await once(supervisor.stdout, "data");
  const child = await identify(Number(String(line)));
  expect(child).toBeDefined();
  supervisor.kill("SIGKILL");
  await vi.waitFor(async () => expect(child === undefined || (await isRunning(child))).toBe(false), 5000);
});
