import { expect, test } from "vitest";
import { read, trackedFiles } from "./tracked-files.ts";

const architecture = read("docs/architecture.md");
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Steps in the order in which `edge/src/pipeline.ts` puts them together. */
const stepsOfCode = (source: string): readonly string[] => {
  const lists = [...source.matchAll(/return \[\n([\s\S]*?)\n {2}\];/g)].map(([, list = ""]) => list);
  return lists.flatMap((list) => [...list.matchAll(/^ {4}(\w+)\(/gm)].map(([, name = ""]) => kebab(name)));
};

/** Steps in the order in which the diagram of one request first names them: nodes whose text begins with a step's name. */
const stepsOfDiagram = (page: string, steps: ReadonlySet<string>): readonly string[] => {
  const [, diagram = ""] = /```mermaid\nflowchart TD\n([\s\S]*?)```/.exec(page) ?? [];
  return [...diagram.matchAll(/\w[[(]+([\w-]+)<br\/>/g)].map(([, name = ""]) => name).filter((name) => steps.has(name));
};

const folders = trackedFiles().flatMap((path) => /^edge\/src\/steps\/([^/]+)\/index\.ts$/.exec(path)?.[1] ?? []);

test("the diagram of one request has the steps of the edge, in their order", () => {
  const code = stepsOfCode(read("edge/src/pipeline.ts"));
  expect(code.length).toBeGreaterThan(10);
  expect(stepsOfDiagram(architecture, new Set(code))).toEqual(code);
});

test("every step has its folder, and every folder is a step of the diagram", () => {
  const drawn = stepsOfDiagram(architecture, new Set(folders));
  expect([...drawn].toSorted()).toEqual(folders.toSorted());
});

test("reads both as they are written", () => {
  const source =
    "return [\n    ids(),\n    clientAddress(platform),\n  ];\nreturn [\n    ...common(x),\n    forward({ a }),\n  ];";
  expect(stepsOfCode(source)).toEqual(["ids", "client-address", "forward"]);
  const page =
    "```mermaid\nflowchart TD\n r([request]) --> a[ids<br/>x] --> b[forward<br/>y]\n b --> o([respond<br/>z])\n```";
  expect(stepsOfDiagram(page, new Set(["ids", "forward", "respond"]))).toEqual(["ids", "forward", "respond"]);
});
