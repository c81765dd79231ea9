import { expect, test } from "vitest";
import { wrongDirections } from "./directions.ts";
import { read, trackedFiles } from "./tracked-files.ts";

test("no file imports against the directions of the architecture", () => {
  const sources = trackedFiles()
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
    .map((path) => ({ path, text: read(path) }));
  expect(sources.length).toBeGreaterThan(50);
  expect(wrongDirections(sources)).toEqual([]);
});

test.each([
  ["contract/src/a.ts", 'import { x } from "../../edge/src/b.ts";'],
  ["contract/src/a.ts", 'import { readFile } from "node:fs/promises";'],
  ["edge/src/a.ts", 'export { x } from "@bailiwick/core-api/db";'],
  ["edge/src/a.ts", 'import type { X } from "../../core-api/src/x.ts";'],
  ["core-api/src/a.ts", 'const x = await import("@bailiwick/edge/deploy");'],
  ["core-api/src/modules/a.ts", 'import postgres from "postgres";'],
  ["core-api/src/a.ts", 'import "../../examples/local/cli.ts";'],
  ["infra/a.ts", 'import {\n  x,\n} from "@bailiwick/edge/deploy";'],
])("%s must not hold: %s", (path, text) => {
  expect(wrongDirections([{ path, text }])).toHaveLength(1);
});

test.each([
  ["edge/src/a.ts", 'import { x } from "@bailiwick/contract/pins";'],
  ["examples/a.ts", 'import { x } from "../edge/deploy/index.ts";'],
  ["contract/src/a.test.ts", 'import { readFile } from "node:fs/promises";'],
  ["core-api/src/platform/db/client.ts", 'import postgres from "postgres";'],
])("%s may hold: %s", (path, text) => {
  expect(wrongDirections([{ path, text }])).toEqual([]);
});
