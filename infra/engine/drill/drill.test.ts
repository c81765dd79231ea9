import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { pulumiBin } from "../cli/pulumi-bin.ts";
import { type DrillOptions, drill } from "./drill.ts";
import type { StepReport } from "./step.ts";

const bin = pulumiBin();
const required = process.env.REQUIRE_TOOLS === "1";
if (bin === undefined && !required)
  console.log("No Pulumi CLI: the drill of the fixture is not run (.ci/tools/pulumi/build makes it).");

const project = fileURLToPath(new URL("../test/fixture", import.meta.url));
const stack = "saas.aws.eu-west-1.small";
const original = join(project, `Pulumi.${stack}.yaml`);

// A folder for temporary files of its own, so that it can be seen to be empty.
const place = mkdtempSync(join(tmpdir(), "drill-test-"));
beforeAll(() => vi.stubEnv("TMPDIR", place));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true });
});
const leftovers = () => readdirSync(place).filter((name) => !name.startsWith("fixture-"));
/** Processes that were started with a home in our folder: the CLI, the language host, the program. */
const processesHere = () =>
  readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(`PULUMI_HOME=${place}`);
    } catch {
      return false;
    }
  });

/** Drills the fixture with one thing wrong in it. */
const drilled = async (flaw = "none", options: Partial<DrillOptions> = {}): Promise<readonly StepReport[]> => {
  if (bin === undefined) throw new Error("There is no Pulumi CLI: .ci/tools/pulumi/build makes it.");
  const stackFile = join(place, `fixture-${flaw}.yaml`);
  writeFileSync(stackFile, `${readFileSync(original, "utf8")}    flaw: ${flaw}\n`);
  return drill({ project, stack, stackFile, bin, failEvery: flaw === "none" ? 5 : 8, ...options });
};

describe.runIf(bin !== undefined || required)("the drill, with the real engine", { timeout: 240_000 }, () => {
  it("takes a sound stamp through its whole life and leaves nothing behind", async () => {
    const before = readFileSync(original, "utf8");
    const reports = await drilled();
    expect(reports.filter(({ passed }) => !passed).map(({ title, detail, output }) => [title, detail, output])).toEqual(
      [],
    );
    expect(reports.at(-1)?.title).toBe("up again");
    expect(readFileSync(original, "utf8")).toBe(before);
    expect(leftovers()).toEqual([]);
  });

  it.concurrent.each([
    ["database-not-protected", "data is protected, and destroy refused", /database is not protected/],
    ["not-held-together", "data is protected, and destroy refused", /delete of/],
    ["never-settles", "second up changes nothing", /task:Task|TaskDefinition/],
    ["order-not-told", "destroy keeps keys and write-once stores", /destroy failed/i],
    ["key-not-kept", "destroy keeps keys and write-once stores", /key is gone/],
  ])("goes red for %s", async (flaw, title, says) => {
    const last = (await drilled(flaw)).at(-1);
    expect(last).toMatchObject({ passed: false, title });
    expect(last?.detail).toMatch(says);
  });

  // Elsewhere it is killed while it makes keys, which have no name that could be taken twice.
  it.concurrent("mends an up that was killed while it made a database", async () => {
    const stop = new AbortController();
    const reports: StepReport[] = [];
    const report = (step: StepReport): void => {
      reports.push(step);
      if (step.title.includes("killed")) stop.abort(new Error("seen enough"));
    };
    const running = drilled("none", { interruptAt: "aws:rds/cluster:Cluster", signal: stop.signal, report });
    await expect(running).rejects.toThrow("seen enough");
    expect(reports.at(-1)).toMatchObject({ passed: true, detail: expect.stringContaining("1 of them with data") });
  });

  it.runIf(process.platform === "linux")(
    "ends its children and removes its folder when it is interrupted",
    async () => {
      const abort = new AbortController();
      const running = drilled("none", { signal: abort.signal });
      await vi.waitUntil(() => processesHere().length >= 3, { timeout: 60_000, interval: 20 });
      abort.abort(new Error("SIGINT"));
      await expect(running).rejects.toThrow("SIGINT");
      await vi.waitUntil(() => processesHere().length === 0, { timeout: 5_000 });
      expect(leftovers()).toEqual([]);
    },
  );
});
