import type * as z from "zod";
import { defaultSizes } from "../../infra/aws/capacity.ts";
import { awsStampSchema } from "../../infra/config/aws-schema.ts";
import { exampleGlobal } from "../../infra/config/example-global.ts";
import { globalSchema } from "../../infra/config/global-stamp.ts";
import { code, pageHead, table } from "./markdown.ts";
import { exampleOf, regionExamples } from "./stack-examples.ts";
import { type StackKey, stackKeys } from "./stack-keys.ts";

const about = `Every key of a stack file, below \`config:\` and \`bailiwick:stamp:\`. Another key or another value is refused before anything is
made, and everything that is wrong at once. A key is required within what holds it: where \`network.adopt\` is left out, nothing
in it is asked for. Of keys that say "one of these" one is given, such as \`create\` or \`adopt\`. What the product promises is in
its profile and not here. Most examples are from [examples/stacks](../../examples/stacks).`;

/** The page of stack files: what each key may be, what it is unless given, what it means, and an example. */
export const stackPage = (): string =>
  [
    pageHead("Stack files", about),
    ...section("A region on AWS", awsStampSchema, regionExamples()),
    "",
    ...section("The region-less host on Cloudflare", globalSchema, [exampleGlobal.settings]),
    "",
  ].join("\n");

/** Single values first, then a table for each key that holds others. */
const section = (title: string, schema: z.ZodType<object>, examples: readonly unknown[]): readonly string[] => {
  const byTop = Map.groupBy(stackKeys(schema), ({ path }) => path.split(".")[0] ?? "");
  const groups = [...byTop.values()];
  const rows = (keys: readonly StackKey[]): string =>
    table(
      ["key", "may be", "unless given", "means", "example"],
      keys.map((key) => cells(key, exampleOf(key.path, examples))),
    );
  return [
    `## ${title}\n`,
    rows(groups.filter(({ length }) => length === 1).flat()),
    ...groups.filter(({ length }) => length > 1).map((keys) => `\n### ${keys[0]?.path ?? ""}\n\n${rows(keys)}`),
  ];
};

/** Presets that the schema does not know, by path. */
const presets: ReadonlyMap<string, string> = new Map(
  Object.entries(defaultSizes).map(([service, size]) => [`capacity.${service}`, code(JSON.stringify(size))]),
);

const cells = ({ path, type, required, preset, meaning }: StackKey, example: unknown): readonly string[] => [
  code(path),
  plain(type),
  required === "one-of" ? "one of these" : required ? "required" : (preset ?? presets.get(path) ?? "absent"),
  plain(meaning),
  type === "" || type === "by name" || example === undefined ? "" : code(JSON.stringify(example)),
];

/** Text in which `<id>` stays text: outside of code Markdown would take it for HTML. */
const plain = (text: string): string =>
  text
    .split("`")
    .map((part, at) => (at % 2 === 0 ? part.replaceAll("<", "&lt;") : part))
    .join("`");
