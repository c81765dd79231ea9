import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./tracked-files.ts";

const block = (marks: string, text: string): string => `\`\`\`sh${marks}\n${text}\n\`\`\`\n\n`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bailiwick docs-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const runPage = (page: string) => {
  const path = join(folder, "page.md");
  writeFileSync(path, page);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, ".ci/run-docs.mjs"), "--result", join(folder, "counts"), path],
    { cwd: folder, encoding: "utf8" },
  );
  const counts = join(folder, "counts");
  return { status, output: stdout + stderr, counts: existsSync(counts) ? readFileSync(counts, "utf8").trim() : "" };
};

test("runs what is marked, in one terminal a page, and nothing else", () => {
  const page =
    block(" run", "where=here") + block("", "exit 9") + block(' run expect="it is here"', 'echo "it is $where"');
  expect(runPage(page)).toMatchObject({ status: 0, counts: "2 0" });
});

test("runs a block in a list, without the list's indentation", () => {
  const page = [
    "1. Say it:",
    "",
    '   ```sh run expect="  two"',
    "   cat <<END",
    "     two",
    "   END",
    "   ```",
    "",
  ].join("\n");
  expect(runPage(page)).toMatchObject({ status: 0, counts: "1 0" });
  expect(runPage(page.replace("     two", "     three"))).toMatchObject({ status: 1, counts: "0 1" });
});

test.each([
  ["a block that fails", block(" run", "echo one\nfalse\necho two"), "0 1"],
  ["an output that is not what the page says", block(' run expect="421"', "echo 200"), "0 1"],
  ["a background command that ends before it is ready", block(' run background until="Ready"', "echo Starting"), "0 2"],
  [
    "a printed request with another answer",
    block(' run background until="Ready" printed="421"', "echo 'curl --version'; echo Ready; sleep 60"),
    "2 1",
  ],
  ["a page that runs nothing", "nothing", "0 0"],
])("fails for %s", (_, page, counts) => {
  const result = runPage(page);
  expect(result.status).toBe(1);
  // A command that has ended leaves nothing to stop: that is checked, and good.
  expect(result.counts).toBe(counts === "0 2" ? "1 1" : counts);
});

test("keeps a background command while the next blocks run, and finds what it leaves behind", () => {
  const good =
    block(' run background until="Ready"', "echo Ready; exec sleep 61") +
    block(" run", "pgrep -f 'sleep 61' >/dev/null");
  expect(runPage(good)).toMatchObject({ status: 0, counts: "3 0" });

  const bad = block(' run background until="Ready"', "setsid sleep 62 & echo Ready; exec sleep 63");
  const { status, output } = runPage(bad);
  expect(status).toBe(1);
  expect(output).toMatch(/FAIL stop: \d+ sleep 62/);
});

test("stops the background command before a block that wants to be alone", () => {
  const page =
    block(' run background until="Ready"', "echo Ready; exec sleep 64") + block(" run alone", "! pgrep -f 'sleep 64'");
  expect(runPage(page)).toMatchObject({ status: 0, counts: "3 0" });
});

test("hides passwords that the start shows", () => {
  const start =
    "echo '  acme  https://acme.test:8444  ana@acme.test  s3cret-word (eastus)'; echo '              ana@acme.test  s3cret-two'; echo Ready; exec sleep 65";
  const { output } = runPage(block(' run background until="Ready"', start));
  expect(output.split("\n").filter((line) => line.includes("s3cret") && !line.includes("echo"))).toEqual([]);
  expect(output).toContain("(password)");
});

test.each([
  "until",
  'backgruond until="x"',
  "background",
  'until="x"',
  'expects="x"',
  'alone="x"',
])("refuses the mark %s", (marks) => {
  const { status, output } = runPage(block(` run ${marks}`, "true"));
  expect(status).toBe(1);
  expect(output).toContain("SyntaxError");
});

test("counts the tests of a block that runs some", () => {
  const page = block(" run", "printf '\\033[2m Tests \\033[22m  1 failed | 12 passed | 2 skipped (15)\\n'");
  expect(runPage(page)).toMatchObject({ status: 1, counts: "13 1" });
});
