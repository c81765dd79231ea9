import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importProduct } from "../config/import-product.ts";
import { parseStamp } from "../config/parse-stamp.ts";
import { captureStack } from "./capture-stack.ts";
import type { CapturedGraph } from "./captured.ts";
import { exampleStackNames, goldenPath } from "./examples.ts";
import { goldenText } from "./golden.ts";
import { invariants, type Judged } from "./invariants/index.ts";
import { mutations } from "./invariants/mutations.ts";
import { readStackFile, stackFilePath } from "./stack-file.ts";

const stamps = exampleStackNames.filter((name) => name.includes(".aws."));
const graphs = new Map<string, CapturedGraph>();
for (const stack of exampleStackNames) graphs.set(stack, await captureStack(stack));

const judged = async (stack: string): Promise<Judged> => {
  const settings: unknown = JSON.parse(readStackFile(stackFilePath(stack))["bailiwick:stamp"] ?? "null");
  return { graph: graphOf(stack), stamp: await parseStamp({ stack, settings, importProduct }) };
};

const graphOf = (stack: string): CapturedGraph => {
  const graph = graphs.get(stack);
  if (graph === undefined) throw new RangeError(`${stack} was not captured`);
  return graph;
};

const broken = (given: Judged): readonly string[] =>
  invariants.filter(({ check }) => [...check(given)].length > 0).map(({ id }) => id);

describe.each(exampleStackNames)("%s", (stack) => {
  it("has the graph that was reviewed: else npm run graph -- --golden, and read the diff", () => {
    expect(existsSync(goldenPath(stack)), "there is no golden graph").toBe(true);
    expect(goldenText(graphOf(stack))).toBe(readFileSync(goldenPath(stack), "utf8"));
  });
});

describe.each(stamps)("%s", (stack) => {
  it.each(invariants)("$id: $promise", async ({ check }) => {
    expect([...check(await judged(stack))]).toEqual([]);
  });
});

describe("the region-less host", () => {
  const graph = graphOf("saas.cloudflare.global.flow");

  it("is made of names, a Worker and settings of the zone, and of nothing that could hold data", () => {
    const kinds = graph.resources.filter(({ custom }) => custom).map(({ type }) => type);
    expect([...new Set(kinds)].toSorted()).toEqual([
      "cloudflare:index/certificatePack:CertificatePack",
      "cloudflare:index/dnsRecord:DnsRecord",
      "cloudflare:index/hostnameTlsSetting:HostnameTlsSetting",
      "cloudflare:index/workersCustomDomain:WorkersCustomDomain",
      "cloudflare:index/workersRoute:WorkersRoute",
      "cloudflare:index/workersScript:WorkersScript",
      "cloudflare:index/zoneSetting:ZoneSetting",
      "pulumi:providers:cloudflare",
    ]);
  });

  it("has no origin and no secret: its one binding is what it is told", () => {
    const [worker] = graph.resources.filter(({ type }) => type === "cloudflare:index/workersScript:WorkersScript");
    expect(worker?.inputs.bindings).toEqual([{ name: "CONFIG", type: "json", json: expect.any(String) }]);
    expect(graph.resources.flatMap(({ secrets }) => secrets)).toEqual([]);
  });
});

describe("every invariant goes red", () => {
  it("under a mutation of its own", () => {
    expect(Object.keys(mutations).toSorted()).toEqual(invariants.map(({ id }) => id).toSorted());
  });

  const cases = Object.entries(mutations).flatMap(([id, changes]) =>
    Object.entries(changes).map(([what, mutate]) => ({ id, what, mutate })),
  );
  it.each(cases)("$id: $what", async ({ id, mutate }) => {
    let applied = 0;
    for (const stack of stamps) {
      const given = await judged(stack);
      const graph = mutate(given.graph);
      if (graph === undefined) continue;
      applied += 1;
      expect(broken({ ...given, graph }), stack).toContain(id);
    }
    expect(applied, "no stack has what the mutation changes").toBeGreaterThan(0);
  });
});
