import { describe, expect, it } from "vitest";
import { exampleStacks } from "./example-stacks.ts";
import { frozenFacts, frozenProblems } from "./frozen.ts";
import { importProduct } from "./import-product.ts";
import { parseStamp } from "./parse-stamp.ts";
import { brought, example as exampleOf, put, type Tree } from "./testing/example.ts";

const [example] = exampleStacks;
if (example === undefined) throw new Error("there is no example");
const stampWith = (changes: object) =>
  parseStamp({ stack: example.stack, settings: { ...example.settings, ...changes }, importProduct });
const recorded = frozenFacts(await stampWith({}));

describe("frozenProblems", () => {
  it.each([
    ["the account", "accountId", { accountId: "999999999999", images: imagesOf("999999999999") }],
    ["the network's range", "network", { network: { create: { cidr: "10.99.0.0/16" } } }],
    ["the salt", "nameSalt", { nameSalt: "b2" }],
    [
      "keys that are now adopted",
      "keys",
      { keys: { adopt: { dataKeyArn: keyArn("1"), auditKeyArn: keyArn("2"), secretsKeyArn: keyArn("3") } } },
    ],
    [
      "another pepper",
      "pinPepper",
      { pinPepper: { secretArn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:bailiwick/pin-pepper-AbCdEf" } },
    ],
    ["a server of tenants that is gone", "databases", { databases: { create: { tenantServers: ["other"] } } }],
    [
      "the same while the stamp is being decommissioned",
      "databases",
      { lifecycle: "decommissioning", databases: { create: { tenantServers: ["other"] } } },
    ],
  ])("refuses %s", async (_, path, changes) => {
    const problems = frozenProblems(recorded, frozenFacts(await stampWith(changes)));
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.sentence).toContain("needs a new stamp");
  });

  it.each([
    ["an image", { images: { ...example.settings.images, edge: example.settings.images.edge.replaceAll("b", "c") } }],
    ["a server more", { databases: { create: { tenantServers: ["shared", "large"] } } }],
    ["the end", { lifecycle: "decommissioning" }],
    ["a shorter rotation", { stricter: { auditLockDays: 800 } }],
  ])("lets %s pass", async (_, changes) => {
    expect(frozenProblems(recorded, frozenFacts(await stampWith(changes)))).toEqual([]);
  });

  it("refuses another name of the stack, which all others begin with", async () => {
    const settings = example.settings;
    const renamed = await parseStamp({ stack: `${example.stack}2`, settings, importProduct });
    expect(frozenProblems(recorded, frozenFacts(renamed)).map(({ sentence }) => sentence)).toEqual([
      'The stack\'s name must stay "saas.aws.us-east-1.flow": the stamp was created with it; "saas.aws.us-east-1.flow2" needs a new stamp.',
    ]);
  });

  it.each([
    ["catalog.resourceId", "cluster-33333333333333333333333333", "The catalog's server (databases) must stay"],
    ["catalog.port", 6432, "The catalog's server (databases) must stay"],
    [
      "tenantServers.shared.resourceId",
      "cluster-33333333333333333333333333",
      'databases must keep the tenant server "shared"',
    ],
  ])("refuses another %s of servers that were brought", async (path, value, sentence) => {
    const of = (settings: Tree) => parseStamp({ stack: brought, settings, importProduct }).then(frozenFacts);
    const before = await of(exampleOf(brought));
    const problems = frozenProblems(before, await of(put(exampleOf(brought), `databases.adopt.${path}`, value)));
    expect(problems.map((problem) => problem.sentence)).toEqual([expect.stringContaining(sentence)]);
  });

  it("compares nothing that an earlier version did not write down", () => {
    const { stack, pinPepper, catalog, tenantServers, ...earlier } = recorded;
    expect([stack, pinPepper, catalog, tenantServers]).not.toContain(undefined);
    expect(frozenProblems(earlier, { ...recorded, stack: "other", pinPepper: "other", tenantServers: {} })).toEqual([]);
  });

  it("lets a lock become stronger and never weaker", () => {
    expect(frozenProblems({ ...recorded, auditLock: "governance" }, recorded)).toEqual([]);
    expect(frozenProblems(recorded, { ...recorded, auditLock: "governance" })).toHaveLength(1);
  });

  it.each([[undefined], [null], [{}], ["text"]])("has nothing to compare with in %j", (state) => {
    expect(frozenProblems(state, recorded)).toEqual([]);
  });
});

function imagesOf(account: string) {
  const swap = (image: string) => image.replace(/^\d{12}/, account);
  return { coreApi: swap(example?.settings.images.coreApi ?? ""), edge: swap(example?.settings.images.edge ?? "") };
}

function keyArn(digit: string) {
  return `arn:aws:kms:us-east-1:111122223333:key/${digit.repeat(8)}-2222-3333-4444-555555555555`;
}
