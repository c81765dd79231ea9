import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { namedPaths, platformNames } from "./choose.ts";

test.each([
  "..",
  "../..",
  "a/b",
  "/etc",
  "",
  ".",
  "A",
  "-a",
  "a b",
  "a".repeat(41),
  "a\n",
])("%j is no name: it could lead out of the folder", (name) => {
  expect(() => namedPaths(name)).toThrow("cannot be the name");
});

test("a name is a folder of its own", () => {
  expect(namedPaths("flow8", "/parent")).toMatchObject({ root: "/parent/flow8", lock: "/parent/flow8/lock" });
});

test("only what was started is a platform", async () => {
  const parent = await mkdtemp(join(tmpdir(), "bailiwick-choose-"));
  for (const name of ["flow8", "flow", "never-started"]) await mkdir(join(parent, name));
  for (const name of ["flow8", "flow"]) await writeFile(join(parent, name, "instance.json"), "{}");
  await writeFile(join(parent, "detached.log"), "");
  expect(await platformNames(parent)).toEqual(["flow", "flow8"]);
  await rm(parent, { recursive: true });
  expect(await platformNames(parent)).toEqual([]);
});
