import { expect, test } from "vitest";
import * as z from "zod";
import { awsStampSchema } from "../infra/config/aws-schema.ts";
import { referencePages } from "./reference/pages.ts";
import { promisesPage } from "./reference/promises.ts";
import { typeOf } from "./reference/schema-text.ts";
import { settingsRead } from "./reference/settings-read.ts";
import { exampleOf, regionExamples } from "./reference/stack-examples.ts";
import { stackKeys } from "./reference/stack-keys.ts";
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
  expect(pages.get("docs/reference/stack.md")).toMatch(
    /\| `network.create.cidr` \| an IPv4 range [^|]* \| required \| [^|]+ \| `"10\.40\.0\.0\/16"` \|/,
  );
  expect(pages.get("docs/reference/errors.md")).toMatch(/\| 421 \| `urn:bailiwick:problem:wrong-region` \|/);
});

test("every promise that a page names is told", () => {
  const told = promisesPage();
  const model = read("docs/security/threat-model.md");
  const ids = [...model.matchAll(/\| ((?:\d{1,2}\.\d{1,2}(?:, )?)+) \|/g)].flatMap(([, list = ""]) => list.split(", "));
  expect(ids.length).toBeGreaterThan(20);
  expect(ids.filter((id) => !told.includes(`| ${id} | `))).toEqual([]);
});

test("every key of a stack file that holds a value has an example or says what it is unless given", () => {
  const examples = regionExamples();
  const without = stackKeys(awsStampSchema).filter(
    ({ path, type, preset }) =>
      type !== "" && type !== "by name" && preset === undefined && exampleOf(path, examples) === undefined,
  );
  expect(without).toEqual([]);
});

const small = z.strictObject({
  where: z
    .union([
      z.strictObject({ create: z.strictObject({}).describe("Made.") }),
      z.strictObject({
        adopt: z.record(z.string(), z.strictObject({ at: z.int().describe("Place.") })).describe("There."),
      }),
    ])
    .describe("Where."),
  name: z.string().regex(/^a/, { error: "must be a name with a" }).default("a").describe("Name."),
  host: z.string().optional().describe("Host. @default <name>"),
});

test("reads of a schema what each key may be, and what it is unless given", () => {
  expect(stackKeys(small)).toEqual([
    { path: "where", type: "", required: true, meaning: "Where." },
    { path: "where.create", type: "", required: "one-of", meaning: "Made." },
    { path: "where.adopt", type: "by name", required: "one-of", meaning: "There." },
    { path: "where.adopt.<id>.at", type: "integer", required: true, meaning: "Place." },
    { path: "name", type: "a name with a", required: false, preset: '`"a"`', meaning: "Name." },
    { path: "host", type: "text", required: false, preset: "`<name>`", meaning: "Host." },
  ]);
  expect(() => stackKeys(z.strictObject({ silent: z.string() }))).toThrow("silent is not described");
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
