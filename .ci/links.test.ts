import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { brokenReferences, namedTests, type Repository } from "./links.ts";
import { read, root, trackedFiles } from "./tracked-files.ts";

const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(read("package.json"));
const repository: Repository = {
  // What a build makes is in no fresh clone, whether or not it is here.
  exists: (path) => path.split("/").includes("dist") || existsSync(join(root, path)),
  read,
  scripts: new Set(Object.keys(scripts)),
};
const documents = trackedFiles().filter((path) => path.endsWith(".md"));
const threatModel = "docs/security/threat-model.md";

test("every file, heading and script that a document names exists", () => {
  expect(documents).toContain("README.md");
  expect(documents.flatMap((path) => brokenReferences({ path, text: read(path) }, repository))).toEqual([]);
});

test("every test that the threat model names exists", () => {
  const named = namedTests(read(threatModel));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !repository.exists(path))).toEqual([]);
});

test("every failure of the local platform has its line in the guide", () => {
  const guide = read("docs/operate/local.md");
  const sources = trackedFiles().filter((path) => /^examples\/local\/.*(?<!\.test)\.ts$/.test(path));
  const codes = sources.flatMap((path) =>
    [...read(path).matchAll(/new LocalFailure\(\{\s*code: "([a-z-]+)"/g)].map(([, code = ""]) => code),
  );
  expect(codes.length).toBeGreaterThan(15);
  expect(codes.filter((code) => !guide.includes(`\`${code}\``))).toEqual([]);
});

const small: Repository = {
  exists: (path) => ["docs/a.md", "docs/b.md", "edge/src/x.ts"].includes(path),
  read: () => "# One\n\n## Two words, `code`\n\n## One\n\n```sh\n# no heading\n```\n",
  scripts: new Set(["status", "build-workers"]),
};

test.each([
  "[b](c.md)",
  "[b](b.md#three)",
  "[b](#no-heading)",
  "see `edge/src/y.ts`",
  "`npm run nothing`",
  "`npm run status-of`",
  "[b](../b.md)",
])("is broken: %s", (text) => {
  expect(brokenReferences({ path: "docs/a.md", text }, small)).toHaveLength(1);
});

test.each([
  "[b](b.md#two-words-code)",
  "[b](#one-1)",
  "[x](../edge/src/x.ts)",
  "see `edge/src/x.ts`",
  "`npm run status -- --json`",
  "`npm run build-workers`",
  "[w](https://example.com/x#y)",
  "```sh\n[no](link.md)\n```",
])("is good: %s", (text) => {
  expect(brokenReferences({ path: "docs/a.md", text }, small)).toEqual([]);
});

test("finds tests by link and by name, once each", () => {
  expect(namedTests("[a](../../edge/a.test.ts) `edge/a.test.ts` core-api/test/b.test.ts")).toEqual([
    "edge/a.test.ts",
    "core-api/test/b.test.ts",
  ]);
});
