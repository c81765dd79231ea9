import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { identify } from "../process/identity.ts";
import { lockHolder, takeLock } from "./lock.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bailiwick-lock-"));
  path = join(folder, "lock");
});
afterEach(() => rm(folder, { recursive: true }));

test("one process holds it until it lets go", async () => {
  const lock = await takeLock(path);
  expect(lock).toHaveProperty("release");
  const me = { ...(await identify(process.pid)), doing: "running" };
  expect(await takeLock(path)).toEqual(me);
  expect(await lockHolder(path)).toEqual(me);
  if ("release" in lock) await lock.release();
  expect(await lockHolder(path)).toBeUndefined();
  expect(await readdir(folder)).toEqual([]);
});

test("of many that come at once, one gets it", async () => {
  const results = await Promise.all(Array.from({ length: 20 }, () => takeLock(path)));
  expect(results.filter((result) => "release" in result)).toHaveLength(1);
});

test.each([
  ["a process that is gone", async () => JSON.stringify(await deadProcess())],
  ["a pid that another process has now", async () => JSON.stringify({ pid: process.pid, startedAt: "1" })],
  ["a file cut short", async () => '{"pid":'],
  ["nothing", async () => ""],
])("the lock of %s is taken over", async (_, content) => {
  await writeFile(path, await content());
  const results = await Promise.all(Array.from({ length: 10 }, () => takeLock(path)));
  expect(results.filter((result) => "release" in result)).toHaveLength(1);
});

test("a lock that somebody else has taken over is not released", async () => {
  const lock = await takeLock(path);
  await writeFile(path, "{}");
  if ("release" in lock) await lock.release();
  await expect(access(path)).resolves.toBeUndefined();
});

const deadProcess = async () => {
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 200)"]);
  const identity = await identify(child.pid ?? 0);
  await once(child, "exit");
  return identity;
};
