import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importProduct } from "../config/import-product.ts";
import { type LoadedStack, parseStack } from "../config/load.ts";
import { captureStack } from "./capture-stack.ts";
import type { CapturedGraph } from "./captured.ts";
import { exampleStackNames, goldenPath } from "./examples.ts";
import { goldenText } from "./golden.ts";
import { invariants, regionlessInvariants } from "./invariants/index.ts";
import { type Mutation, mutations, regionlessMutations } from "./invariants/mutations/index.ts";
import { judge, verdictsOn } from "./judge.ts";
import { readStackFile, stackFilePath } from "./stack-file.ts";

interface Captive {
  readonly graph: CapturedGraph;
  readonly stack: LoadedStack;
}

/** Each stack is captured once: every change is made to the captured graph. */
const captives = new Map<string, Captive>();
for (const name of exampleStackNames) {
  const settings: unknown = JSON.parse(readStackFile(stackFilePath(name))["bailiwick:stamp"] ?? "null");
  const stack = await parseStack({ stack: name, settings, importProduct });
  captives.set(name, { graph: await captureStack(name), stack });
}

const captive = (name: string): Captive => {
  const found = captives.get(name);
  if (found === undefined) throw new RangeError(`${name} was not captured`);
  return found;
};

describe.each(exampleStackNames)("%s", (name) => {
  it("has the graph that was reviewed: else npm run graph -- --golden, and read the diff", () => {
    expect(existsSync(goldenPath(name)), "there is no golden graph").toBe(true);
    expect(goldenText(captive(name).graph)).toBe(readFileSync(goldenPath(name), "utf8"));
  });

  const { graph, stack } = captive(name);
  it.each(verdictsOn(graph, stack))("$id: $promise", ({ findings }) => {
    expect(findings).toEqual([]);
  });
});

describe("the region-less host", () => {
  const { graph } = captive("saas.cloudflare.global.flow");

  it("has no origin and no secret: its one binding is what it is told", () => {
    const [worker] = graph.resources.filter(({ type }) => type === "cloudflare:index/workersScript:WorkersScript");
    expect(worker?.inputs.bindings).toEqual([{ name: "CONFIG", type: "json", json: expect.any(String) }]);
    expect(graph.resources.flatMap(({ secrets }) => secrets)).toEqual([]);
  });
});

describe("every invariant goes red", () => {
  it("under a mutation of its own", () => {
    expect(Object.keys(mutations).toSorted()).toEqual(invariants.map(({ id }) => id).toSorted());
    const all = new Set([...Object.keys(mutations), ...Object.keys(regionlessMutations)]);
    expect(regionlessInvariants.filter(({ id }) => !all.has(id))).toEqual([]);
  });

  const cases = Object.entries({ ...mutations, ...regionlessMutations }).flatMap(([id, changes]) =>
    Object.entries(changes).map(([what, mutate]) => ({ id, what, mutate })),
  );
  it.each(cases)("$id: $what", ({ id, mutate }) => {
    const judged = [...captives].map(([name, given]) => ({ name, red: isRed(id, mutate, given) }));
    expect(judged.filter(({ red }) => red === false)).toEqual([]);
    expect(
      judged.some(({ red }) => red === true),
      "no stack has what the mutation changes",
    ).toBe(true);
  });
});

/** Whether a change turns an invariant red; `undefined` where it changes nothing of a stack that it applies to. */
const isRed = (id: string, mutate: Mutation, { graph, stack }: Captive): boolean | undefined => {
  const changed = mutate(graph);
  if (changed === undefined) return undefined;
  if (stack.kind === "stamp") {
    const found = invariants.find((one) => one.id === id);
    return found && [...found.check({ graph: changed, stamp: stack.stamp })].length > 0;
  }
  const found = regionlessInvariants.find((one) => one.id === id);
  return found && [...found.check({ graph: changed })].length > 0;
};

describe("judge", () => {
  const { graph, stack } = captive("saas.aws.us-east-1.flow");

  it("says nothing of a graph that keeps every promise", () => {
    expect(judge(graph, stack)).toEqual([]);
  });

  it("says in a sentence which resource breaks which promise", () => {
    const changed = mutations["data-protected"]?.["no final snapshot"]?.(graph);
    expect(judge(changed ?? graph, stack)).toEqual([
      {
        id: "data-protected",
        resource: "stamp-databases-catalog-cluster",
        sentence: "stamp-databases-catalog-cluster must have skipFinalSnapshot: false.",
      },
    ]);
  });
});
