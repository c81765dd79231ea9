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

test("only folders are platforms", async () => {
  const parent = await mkdtemp(join(tmpdir(), "bailiwick-choose-"));
  await mkdir(join(parent, "flow8"));
  await mkdir(join(parent, "flow"));
  await writeFile(join(parent, "detached.log"), "");
  expect(await platformNames(parent)).toEqual(["flow", "flow8"]);
  await rm(parent, { recursive: true });
  expect(await platformNames(parent)).toEqual([]);
});
