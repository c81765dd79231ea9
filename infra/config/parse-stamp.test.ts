import { describe, expect, it } from "vitest";
import { ConfigError } from "./config-error.ts";
import { exampleStacks } from "./example-stacks.ts";
import { importProduct } from "./import-product.ts";
import { parseStamp } from "./parse-stamp.ts";
import { example, first, put } from "./testing/example.ts";
import { mistakesOfNames } from "./testing/mistakes-of-names.ts";
import { mistakesOfParts } from "./testing/mistakes-of-parts.ts";
import { mistakesOfPlace } from "./testing/mistakes-of-place.ts";
import { mistakesOfPromises } from "./testing/mistakes-of-promises.ts";
import { mistakesOfSlips } from "./testing/mistakes-of-slips.ts";

const problemsOf = async (stack: string, settings: unknown): Promise<readonly string[]> => {
  try {
    await parseStamp({ stack, settings, importProduct });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ sentence }) => sentence);
    throw error;
  }
};

/** Mistakes that people make. */
const mistakes = [
  ...mistakesOfPlace,
  ...mistakesOfNames,
  ...mistakesOfParts,
  ...mistakesOfPromises,
  ...mistakesOfSlips,
];

describe("parseStamp", () => {
  it.each(exampleStacks.map(({ stack }) => stack))("takes the example %s", async (stack) => {
    expect(await problemsOf(stack, example(stack))).toStrictEqual([]);
  });

  it.each(mistakes)("%s: %s = %j", async (stack, path, value, sentence) => {
    expect(await problemsOf(stack, put(example(stack), path, value))).toContain(sentence);
  });

  it("is shown at least sixty mistakes", () => {
    expect(new Set(mistakes.map(([, , , sentence]) => sentence)).size).toBeGreaterThanOrEqual(60);
  });

  it("lets the first region of a product know the others, and keep its pepper", async () => {
    const { pinKeys } = example("saas.aws.ap-southeast-2.flow");
    expect(await problemsOf(first, put(example(first), "pinKeys", pinKeys))).toStrictEqual([]);
    const stamp = await parseStamp({ stack: first, settings: put(example(first), "pinKeys", pinKeys), importProduct });
    expect([stamp.settings.pinPepper, stamp.registry.regions.length]).toEqual(["generate", 2]);
  });

  it("refuses what every process would refuse as it starts", async () => {
    const settings = example(first);
    const broken = async (path: string) => ({ ...(await importProduct(path)), domain: "flow_.example" });
    const run = parseStamp({ stack: first, settings, importProduct: broken });
    await expect(run).rejects.toThrow("The list of regions that this file makes cannot be used by any process");
  });

  it("guesses which key was meant where that one is missing, and none where it is there", async () => {
    const { accountId, ...settings } = example(first);
    expect(await problemsOf(first, { ...settings, accountID: accountId })).toContain(
      "accountID is not a field of a stamp's configuration; did you mean accountId?",
    );
    expect(await problemsOf(first, { ...settings, accountId, accountID: accountId })).toEqual([
      "accountID is not a field of a stamp's configuration.",
    ]);
  });

  it("takes tags that only sound like secrets", async () => {
    const tags = { team: "sk-engineering", desk: "risk_management_and_control", owner: "ghp" };
    expect(await problemsOf(first, put(example(first), "tags", tags))).toEqual([]);
  });

  it("repeats no value that may be a secret, wherever it is written", async () => {
    for (const [path, value] of [
      ["pinPepper", "canary"],
      ["pinPepper", { secretArn: "canary" }],
      ["models", { customer: "https://models.example/?key=canary" }],
      ["models", { customer: "https://u:canary@models.example/" }],
      ["tags", { token: `ghp_canary${"a".repeat(30)}` }],
    ] as const) {
      const said = await problemsOf(first, put(example(first), path, value));
      expect(said).not.toEqual([]);
      expect(said.join(), path).not.toContain("canary");
    }
  });

  it("tells all problems of a file at once", async () => {
    const settings = put(put(put(example(first), "accountId", "1"), "lifecycle", "gone"), "nameSalt", "-");
    expect(await problemsOf(first, settings)).toHaveLength(3);
  });

  it.each([
    ["nothing", undefined, "bailiwick:stamp is missing"],
    ["a text", "saas", "must be an object"],
    ["a list", [], "must be an object"],
  ])("refuses %s instead of the settings", async (_, settings, part) => {
    expect((await problemsOf(first, settings)).join()).toContain(part);
  });

  it.each([
    ["us-east-1.flow", "must be <mode>.<cloud>.<region>.<name>"],
    ["saas.aws.us-east-1.flow.prod", "must be <mode>.<cloud>.<region>.<name>"],
    ["prod.aws.us-east-1.flow", 'must begin with "saas", "invpc" or "selfhosted"'],
    ["saas.gcp.us-east-1.flow", 'must have "aws" or "cloudflare" in second place'],
    ["saas.aws.us_east_1.flow", "must have a region of lower-case letters, digits and hyphens in third place"],
    ["saas.aws.us-east-1.Flow", "must end with a name of 2 to 32 lower-case letters, digits and hyphens"],
  ])("refuses a stack named %s", async (stack, part) => {
    expect((await problemsOf(stack, example(first))).join()).toContain(part);
  });

  it("says which profile cannot be loaded", async () => {
    const [sentence] = await problemsOf(first, put(example(first), "product", "examples/products/flux/index.ts"));
    expect(sentence).toMatch(
      /^product must be the path of a product profile; "examples\/products\/flux\/index.ts" cannot/,
    );
  });
});
