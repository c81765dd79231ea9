import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { LocalFailure } from "../failure.ts";
import { readJson, writeJson } from "./json-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bailiwick-json-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a file is replaced as a whole and with its mode", async () => {
  const path = join(folder, "secrets.json");
  await writeJson(path, { key: "one" }, 0o600);
  await writeJson(path, { key: "two" }, 0o600);
  expect(await readJson(path, z.object({ key: z.string() }))).toEqual({ key: "two" });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["secrets.json"]);
});

test("a file that is not there is nothing, a damaged one is a failure with a way out", async () => {
  expect(await readJson(join(folder, "none.json"), z.object({}))).toBeUndefined();
  const path = join(folder, "damaged.json");
  for (const content of ["", "{", '{"key":1}']) {
    await writeFile(path, content);
    const error: unknown = await readJson(path, z.object({ key: z.string() })).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LocalFailure);
    expect(error instanceof LocalFailure && error.about({ name: "flow8" })).toMatchObject({
      code: "file-damaged",
      exitCode: 2,
      suggestion: expect.stringContaining("npm run reset -- --yes --name flow8"),
    });
  }
});
