import { beforeAll, describe, expect, it } from "vitest";
import { importProduct } from "../config/import-product.ts";
import { parseStamp } from "../config/parse-stamp.ts";
import type { AwsStamp } from "../config/stamp-facts.ts";
import { captureStack } from "../graph/capture-stack.ts";
import type { CapturedGraph } from "../graph/captured.ts";
import { readStackFile, stackFilePath } from "../graph/stack-file.ts";
import type { Account } from "./account.ts";
import { type Finding, preflight } from "./preflight.ts";
import { quotas } from "./quotas.ts";

const stack = "saas.aws.us-east-1.flow";
let graph: CapturedGraph;
let stamp: AwsStamp;
beforeAll(async () => {
  const settings: unknown = JSON.parse(readStackFile(stackFilePath(stack))["bailiwick:stamp"] ?? "null");
  stamp = await parseStamp({ stack, settings, importProduct });
  graph = await captureStack(stack);
});

/** An account in which nothing is in the way. */
const willing: Account = {
  callerAccount: async () => "111122223333",
  quota: async () => 1000,
  bucketTaken: async () => false,
  refused: async () => [],
};
const findings = async (account?: Account): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  for await (const one of preflight({ stamp, graph, ...(account === undefined ? {} : { account }) })) found.push(one);
  return found;
};
const bad = (found: readonly Finding[]) => found.filter(({ state }) => state === "bad");

describe("preflight", () => {
  it("finds nothing in the way of a willing account", async () => {
    expect(bad(await findings(willing))).toEqual([]);
  });

  it("stops at credentials of another account", async () => {
    const found = await findings({ ...willing, callerAccount: async () => "999999999999" });
    expect(bad(found).map(({ what }) => what)).toEqual([
      "the credentials belong to account 999999999999, the stack to 111122223333",
    ]);
    expect(found.at(-1)?.state).toBe("bad");
  });

  it("names every quota that does not suffice, and how much is needed", async () => {
    const found = await findings({ ...willing, quota: async () => 0 });
    const used = quotas.filter((quota) => quota.used(graph) > 0);
    expect(bad(found)).toHaveLength(used.length);
    expect(bad(found)[0]?.what).toBe("VPCs: 1 needed, the account has 0");
  });

  it("does not call unknown good", async () => {
    const found = await findings({ ...willing, quota: async () => undefined, refused: async () => undefined });
    expect(bad(found)).toEqual([]);
    expect(found.filter(({ state }) => state === "unknown").length).toBeGreaterThan(quotas.length / 2);
  });

  it("names what the caller may not do", async () => {
    const found = await findings({ ...willing, refused: async () => ["kms:CreateKey"] });
    expect(bad(found).map(({ what }) => what)).toEqual(["the caller may not: kms:CreateKey"]);
  });

  it("names a bucket that is there already", async () => {
    const found = await findings({ ...willing, bucketTaken: async (name) => name.includes("audit") });
    expect(bad(found)).toHaveLength(1);
    expect(bad(found)[0]?.act).toContain("nameSalt");
  });

  it("names what breaks a promise of every graph", async () => {
    const open = { ...graph, resources: graph.resources.map((resource) => ({ ...resource, protect: false })) };
    const found: Finding[] = [];
    for await (const one of preflight({ stamp, graph: open })) found.push(one);
    expect(bad(found).length).toBeGreaterThan(5);
    expect(bad(found)[0]).toMatchObject({ act: "npm run graph -- <stack> --judge tells more" });
  });

  it("calls a name that nobody could tell of unknown, not taken", async () => {
    const found = await findings({ ...willing, bucketTaken: async () => undefined });
    expect(bad(found)).toEqual([]);
    expect(found.filter(({ act }) => act?.startsWith("S3 did not say"))).toHaveLength(4);
  });

  it("says in a sentence when AWS cannot be asked", async () => {
    const callerAccount = () => Promise.reject(new Error("Could not load credentials from any providers"));
    const found = await findings({ ...willing, callerAccount });
    expect(found.at(-1)).toMatchObject({
      state: "bad",
      what: "AWS cannot be asked: Could not load credentials from any providers",
    });
  });

  it("names what was copied from an example", async () => {
    const named = (await findings(willing)).filter(({ act }) => act === "put your own").map(({ what }) => what);
    expect(named).toEqual(
      expect.arrayContaining([
        "the domain of the profile is an example's: flow.example",
        "accountId is an example's: 111122223333",
        "ingress.zoneId is an example's: Z0123456789ABCDEFGHIJ",
      ]),
    );
  });

  it("counts without credentials, and says what it could not look at", async () => {
    const found = await findings();
    expect(bad(found)).toEqual([]);
    expect(found.at(-1)).toMatchObject({ state: "unknown", act: "give AWS credentials to check them" });
    // 10 tasks of 1 vCPU, 10 of a half and 4 of a half
    expect(found.map(({ what }) => what)).toContain("vCPU of Fargate tasks: 17, and a new account has 6");
  });
});
