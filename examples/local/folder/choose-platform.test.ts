import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { choosePlatform } from "./choose.ts";
import { takeLock } from "./lock.ts";
import { pathsOf } from "./paths.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "bailiwick-choose-"));
});
afterEach(() => rm(parent, { recursive: true }));
const make = async (...names: readonly string[]): Promise<void> => {
  for (const name of names) {
    await mkdir(join(parent, name));
    await writeFile(pathsOf(name, parent).instance, '{"product":"flowguard"}');
  }
};
const choose = (name?: string, more: object = {}) => choosePlatform({ name, verb: "status", parent, ...more });

test("a name that nobody has is said, with those there are, and nothing to remove is suggested", async () => {
  await make("default", "flow8");
  const refused = choose("nope", { verb: "reset", flags: { yes: true }, destroys: true });
  await expect(refused).rejects.toMatchObject({
    code: "none",
    message: 'There is no local platform "nope"; there are: default, flow8.',
    suggestion: undefined,
  });
});

test("without any, the way to the first is said", async () => {
  for (const name of [undefined, "nope"]) {
    await expect(choose(name)).rejects.toMatchObject({ code: "none", suggestion: "Start one: npm start" });
  }
});

test("one that is started for the first time is there", async () => {
  await mkdir(join(parent, "fresh"));
  const lock = await takeLock(pathsOf("fresh", parent).lock);
  expect(await choose("fresh")).toMatchObject({ name: "fresh" });
  if ("release" in lock) await lock.release();
});

test("the only one that runs is meant, unless something is destroyed: then it has to be said, with all the rest", async () => {
  await make("default", "flow8");
  expect(await choose()).toMatchObject({ name: "default" });
  const lock = await takeLock(pathsOf("flow8", parent).lock);
  expect(await choose()).toMatchObject({ name: "flow8" });
  await expect(choose(undefined, { verb: "reset", flags: { yes: true }, destroys: true })).rejects.toMatchObject({
    code: "name-needed",
    suggestion: "Say which: npm run reset -- --yes --name default",
  });
  if ("release" in lock) await lock.release();
});
