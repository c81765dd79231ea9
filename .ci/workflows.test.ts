import { expect, test } from "vitest";
import { read, trackedFiles } from "./tracked-files.ts";

/** What a workflow file does that none of ours may, as sentences. Reads the text: our files are plain enough. */
const faults = (text: string): string[] => {
  const found: string[] = [];
  if (!/^permissions: \{\}$/m.test(text)) found.push("the workflow as a whole has permissions");
  const jobs = (text.split(/^jobs:$/m)[1] ?? "").split(/^ {2}(?=[\w-]+:$)/m).slice(1);
  if (jobs.length === 0) found.push("there is no job");
  for (const job of jobs) {
    const name = job.split(":")[0];
    if (!/^ {4}permissions:$/m.test(job)) found.push(`${name} does not say what it may`);
    if (!/^ {4}timeout-minutes: \d+$/m.test(job)) found.push(`${name} has no time limit`);
    if (/^ {6}contents: write$/m.test(job)) found.push(`${name} may write`);
    for (const step of job.split(/^ {6}- /m).slice(1)) {
      if (/uses: actions\/checkout@/.test(step) && !/persist-credentials: false/.test(step)) {
        found.push(`${name} leaves the token in the checkout`);
      }
    }
  }
  for (const [, action = ""] of text.matchAll(/uses: (.*)$/gm)) {
    if (!/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)) found.push(`${action} is not pinned by a commit`);
  }
  if (/pull_request_target|\$\{\{[^}]*(?:github\.event|github\.head_ref)/.test(text)) {
    found.push("takes input of strangers");
  }
  return found;
};

const workflows = trackedFiles().filter((path) => path.startsWith(".github/workflows/"));

test("workflows have least permissions and pinned actions", () => {
  expect(workflows.length).toBeGreaterThan(2);
  for (const path of workflows) expect(faults(read(path)), path).toEqual([]);
});

test.each([
  ["permissions: {}", "permissions: write-all", "permissions"],
  ["    permissions:\n", "", "does not say"],
  ["contents: read", "contents: write", "may write"],
  [/ {4}timeout-minutes: \d+\n/, "", "no time limit"],
  ["persist-credentials: false", "fetch-depth: 1", "token"],
  [/@[0-9a-f]{40} # /, "@", "pinned"],
  ["  pull_request:", "  pull_request_target:", "strangers"],
  ["run: .ci/run", ["run: echo $", "{{ github.event.pull_request.title }}"].join(""), "strangers"],
])("finds %s become %j", (from, to, says) => {
  const text = read(".github/workflows/ci.yml");
  const broken = text.replace(from, () => to);
  expect(broken).not.toBe(text);
  expect(faults(broken).join("\n")).toContain(says);
});
