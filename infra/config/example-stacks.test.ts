import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { awsStampSchema } from "./aws-schema.ts";
import { exampleGlobal } from "./example-global.ts";
import { exampleStackText } from "./example-stack.ts";
import { exampleStacks } from "./example-stacks.ts";
import { globalSchema } from "./global-stamp.ts";
import { importProduct, repositoryRoot } from "./import-product.ts";
import { parseGlobal } from "./parse-global.ts";
import { parseStamp } from "./parse-stamp.ts";

const folder = join(repositoryRoot, "examples/stacks");

describe("examples/stacks", () => {
  it.each(exampleStacks)("$stack is what the schema makes it: else npm run docs", (example) => {
    expect(readFileSync(join(folder, `Pulumi.${example.stack}.yaml`), "utf8")).toBe(
      exampleStackText(example, awsStampSchema),
    );
  });

  it.each(exampleStacks)("$stack can be used as it lies there", async ({ stack }) => {
    const file: unknown = parse(readFileSync(join(folder, `Pulumi.${stack}.yaml`), "utf8"));
    const { config } = z.object({ config: z.record(z.string(), z.unknown()) }).parse(file);
    const stamp = await parseStamp({ stack, settings: config["bailiwick:stamp"], importProduct });
    expect(stamp.region.id).toBe(stamp.stack.region);
  });

  it("has the region-less host, as the schema makes it and as it can be used", async () => {
    const text = readFileSync(join(folder, `Pulumi.${exampleGlobal.stack}.yaml`), "utf8");
    expect(text).toBe(exampleStackText(exampleGlobal, globalSchema));
    const source = { stack: exampleGlobal.stack, settings: exampleGlobal.settings, importProduct };
    expect((await parseGlobal(source)).registry.regions.map(({ id }) => id)).toEqual(["us-east-1", "eu-west-1"]);
  });

  it("has every mode in every region of the profiles, in one product at least", () => {
    const shown = new Set(exampleStacks.map(({ settings }) => `${settings.mode} ${settings.region}`));
    for (const mode of ["saas", "invpc"]) {
      for (const region of ["us-east-1", "eu-west-1", "ap-southeast-2", "eu-central-1"]) {
        expect(shown).toContain(`${mode} ${region}`);
      }
    }
  });

  it("needs ten values at most for a new region", () => {
    const [first] = exampleStacks;
    expect(leaves(first?.settings)).toBeLessThanOrEqual(10);
  });

  it.each([
    ["a region", awsStampSchema],
    ["the region-less host", globalSchema],
  ])("comments every key of the schema of %s, however deep", (_, schema) => {
    expect(silent(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }))).toEqual([]);
  });

  it("comments what is brought where it is brought", () => {
    const text = readFileSync(join(folder, "Pulumi.invpc.aws.eu-central-1.flow8.yaml"), "utf8");
    for (const key of ["vpcId", "databaseSubnetIds", "egress", "host", "resourceId", "securityGroupId", "audit"]) {
      const lines = text.split("\n");
      const [at = 0] = lines.flatMap((line, index) => (line.trim().startsWith(`${key}:`) ? [index] : []));
      expect(lines[at - 1], key).toMatch(/^ +# \S/);
    }
  });
});

/** Paths of the keys that nothing is said about. */
const silent = (node: z.core.JSONSchema.BaseSchema | boolean, path = ""): readonly string[] => {
  if (typeof node === "boolean") return [];
  const branches = [...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap((branch) => silent(branch, path));
  const below = Object.entries(node.properties ?? {}).flatMap(([key, property]) => {
    const where = `${path}.${key}`;
    const said = typeof property === "object" && (property.description?.length ?? 0) > 8;
    return [...(said ? [] : [where]), ...silent(property, where)];
  });
  const named = typeof node.additionalProperties === "object" ? silent(node.additionalProperties, `${path}.*`) : [];
  return [...branches, ...below, ...named];
};

const leaves = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? Object.values(value).reduce<number>((sum, inner) => sum + leaves(inner), 0)
    : 1;
