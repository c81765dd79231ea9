import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  const child = spawn("/bin/sh", ["-c", command.replace(/while|exec|sh -c/, "echo ready; $&")], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  children.push(child);
  await once(child.stdout, "data"); // the trap is set
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

test("stops by the asked signal, and kills what does not listen", async () => {
  const polite = await run(`trap 'touch "${folder}/polite"; exit' INT; while :; do sleep 0.05; done`);
  const deaf = await run("trap '' TERM; while :; do sleep 0.05; done");
  await orphan(`watch ${polite.pid} INT 600 QUIT\nwatch ${deaf.pid} TERM 3 KILL\n`);
  expect(await exists(join(folder, "polite"))).toBe(true);
  expect(await isRunning(polite)).toBe(false);
  expect(await isRunning(deaf)).toBe(false);
});

test("one that puts its own children away hears the harder signal, and is not killed", async () => {
  const slow = await run(`trap '' INT; trap 'touch "${folder}/harder"; exit' QUIT; while :; do sleep 0.05; done`);
  await orphan(`watch ${slow.pid} INT 3 QUIT\n`);
  expect(await exists(join(folder, "harder"))).toBe(true);
  expect(await isRunning(slow)).toBe(false);
});

test("what is killed takes its children with it", async () => {
  const file = join(folder, "child");
  const deaf = await run(
    `trap '' TERM; sh -c 'trap "" TERM; echo $$ > "${file}"; while :; do sleep 1; done' & wait; wait; wait`,
  );
  await vi.waitFor(async () => expect(await readFile(file, "utf8")).toMatch(/\d\n/), 20_000);
  const child = await identify(Number(await readFile(file, "utf8")));
  expect(child).toBeDefined();
  await orphan(`watch ${deaf.pid} TERM 2 KILL\n`);
  expect(child === undefined || (await isRunning(child))).toBe(false);
});

test("leaves alone what was forgotten, and everything after a stop in order", async () => {
  const forgotten = await run("exec sleep 60");
  const kept = await run("exec sleep 60");
  await orphan(`watch ${forgotten.pid} TERM 30 KILL\nwatch ${kept.pid} TERM 30 KILL\nforget ${forgotten.pid}\n`);
  expect(await isRunning(forgotten)).toBe(true);
  expect(await isRunning(kept)).toBe(false);
  await orphan(`watch ${forgotten.pid} TERM 30 KILL\ndone\n`);
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

test("leaves a lock alone that another supervisor has taken meanwhile", async () => {
  const lock = join(folder, "lock");
  await writeFile(lock, "mine");
  const guardian = spawn("/bin/sh", [script], { stdio: ["pipe", "inherit", "inherit"] });
  children.push(guardian);
  const slow = await run(`trap 'echo theirs > "${lock}"; exit' INT; while :; do sleep 0.05; done`);
  guardian.stdin.end(`lock ${lock}\nwatch ${slow.pid} INT 600 QUIT\n`);
  await once(guardian, "exit");
  expect(await readFile(lock, "utf8")).toBe("theirs\n");
});

test("a guardian that is killed is replaced by one that knows as much", async () => {
  const guardian = startGuardian();
  const first = guardian.pid ?? 0;
  const lock = join(folder, "lock");
  await writeFile(lock, "");
  guardian.lock(lock);
  process.kill(first, "SIGKILL");
  await vi.waitFor(() => expect(guardian.pid).not.toBe(first), 20_000);
  await guardian.dismiss();
  expect(await exists(lock)).toBe(true); // a stop in order leaves the lock to its owner
});

test("a supervisor that is killed leaves nothing", async () => {
  const code = `
    import { startGuardian } from ${JSON.stringify(new URL("./guardian.ts", import.meta.url).href)};
    import { spawn } from "node:child_process";
    const child = spawn("/bin/sleep", ["60"], { detached: true, stdio: "ignore" });
    startGuardian().watch(child.pid, {});
    setTimeout(() => console.log(child.pid), 100);`;
  const supervisor = spawn(process.execPath, ["--input-type=module-typescript", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(supervisor);
  const [line] = await once(supervisor.stdout, "data");
  const child = await identify(Number(String(line)));
  expect(child).toBeDefined();
  supervisor.kill("SIGKILL");
  await vi.waitFor(async () => expect(child === undefined || (await isRunning(child))).toBe(false), 30_000);
});
