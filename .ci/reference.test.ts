import { expect, test } from "vitest";
import { referencePages } from "./reference/pages.ts";
import { promisesPage } from "./reference/promises.ts";
import { typeOf } from "./reference/schema-text.ts";
import { settingsRead } from "./reference/settings-read.ts";
import { read, trackedFiles } from "./tracked-files.ts";

/** Made once: every command is asked for its help. */
const made = referencePages();

test("docs/reference says what the code says: else npm run docs", async () => {
  const pages = await made;
  const kept = trackedFiles().filter((path) => path.startsWith("docs/reference/") || path === "docs/promises.md");
  expect(kept.toSorted()).toEqual([...pages.keys()].toSorted());
  for (const [path, text] of pages) expect(read(path), path).toBe(text);
});

test("each page has what it is about", async () => {
  const pages = await made;
  expect(pages.get("docs/reference/api.md")).toContain("### POST /api/v1/auth/sign-in");
  expect(pages.get("docs/reference/cli.md")).toMatch(/## up\n[\s\S]*## tenant create\n/);
  expect(pages.get("docs/reference/config.md")).toMatch(/\| `ENCRYPTION_KEY` \| core API, worker \| yes \| yes \|/);
  expect(pages.get("docs/reference/errors.md")).toMatch(/\| 421 \| `urn:bailiwick:problem:wrong-region` \|/);
});

test("every promise that a page names is told", () => {
  const told = promisesPage();
  const model = read("docs/security/threat-model.md");
  const ids = [...model.matchAll(/\| ((?:\d{1,2}\.\d{1,2}(?:, )?)+) \|/g)].flatMap(([, list = ""]) => list.split(", "));
  expect(ids.length).toBeGreaterThan(20);
  expect(ids.filter((id) => !told.includes(`| ${id} | `))).toEqual([]);
});

test("finds the settings that a process reads", () => {
  const source = 'const config = await readConfig(process.env, ["product", "logLevel"]);';
  expect([...settingsRead(source)]).toEqual(["product", "logLevel"]);
  expect(() => settingsRead("readConfig(process.env, names)")).toThrow("no list");
});

test.each([
  [{ type: "string", minLength: 1, maxLength: 5 }, "string, 1 to 5 characters"],
  [{ type: ["string", "null"], format: "date-time" }, "string or null, date-time"],
  [{ type: "array", items: { $ref: "#/components/schemas/Flow" } }, "list of [Flow](#flow)"],
  [{ type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: 2 }, "integer, at least 1, default `2`"],
  [{ enum: ["a", "b"] }, '`"a"` `"b"`'],
  [{ type: "object", properties: { a: { type: "number" } } }, "{ a: number }"],
])("writes %j as %s", (schema, text) => {
  expect(typeOf(schema)).toBe(text);
});
