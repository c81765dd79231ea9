import { Key } from "@pulumi/aws/kms/index.js";
import { Provider } from "@pulumi/aws/provider.js";
import { Bucket } from "@pulumi/aws/s3/index.js";
import {
  ComponentResource,
  Config,
  type CustomResourceOptions,
  type Inputs,
  log,
  output,
  secret,
} from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { capture } from "./capture.ts";
import type { CapturedGraph } from "./captured.ts";

const context = { accountId: "111122223333", region: "eu-west-1", partition: "aws" };
const captured = (program: () => Promise<Inputs>, stack = "test"): Promise<CapturedGraph> =>
  capture({ stack, config: { "bailiwick:word": "given" }, context, program });

class Part extends ComponentResource {
  readonly bucket: Bucket;
  constructor(name: string, type: string, options: CustomResourceOptions = {}) {
    super(type, name, {}, options);
    this.bucket = new Bucket(`${name}-bucket`, { bucket: `${name}-x` }, { parent: this });
  }
}

describe("capture", () => {
  it("keeps what the engine is told beside the properties", async () => {
    const { resources } = await captured(async () => {
      const provider = new Provider("aws", { region: "eu-west-1" });
      const key = new Key("key", { enableKeyRotation: true }, { provider, protect: true, retainOnDelete: true });
      const part = new Part("part", "test:x:Part", { provider });
      new Bucket(
        "child",
        { bucket: "child-x", tags: { key: key.keyId, word: secret("hidden") } },
        {
          provider,
          parent: part,
          dependsOn: [part.bucket],
          ignoreChanges: ["tags"],
        },
      );
      return {};
    });
    const child = resources.find(({ name }) => name === "child");
    expect(child).toMatchObject({
      urn: "urn:pulumi:test::bailiwick::test:x:Part$aws:s3/bucket:Bucket::child",
      parent: "urn:pulumi:test::bailiwick::test:x:Part::part",
      protect: false,
      ignoreChanges: ["tags"],
      secrets: ["tags.word"],
      provider: "urn:pulumi:test::bailiwick::pulumi:providers:aws::aws",
    });
    expect(child?.dependencies).toContain("urn:pulumi:test::bailiwick::test:x:Part$aws:s3/bucket:Bucket::part-bucket");
    expect(child?.propertyDependencies.tags).toEqual(["urn:pulumi:test::bailiwick::aws:kms/key:Key::key"]);
    expect(child?.inputs.tags).toMatchObject({ word: "hidden", key: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(resources.find(({ name }) => name === "key")).toMatchObject({ protect: true, retainOnDelete: true });
    expect(resources.find(({ name }) => name === "part")).toMatchObject({ custom: false, parent: undefined });
  });

  it("hands the program its configuration and answers what it exports", async () => {
    const { outputs } = await captured(async () => ({ word: output(new Config("bailiwick").require("word")) }));
    expect(outputs).toEqual({ word: "given" });
  });

  it("runs one stack after the other in one process, each on its own", async () => {
    const program = async (): Promise<Inputs> => {
      new Bucket("only", { bucket: "only-x" });
      return {};
    };
    for (const stack of ["one", "two"]) {
      const { resources } = await captured(program, stack);
      expect(resources.map(({ urn }) => urn)).toEqual([`urn:pulumi:${stack}::bailiwick::aws:s3/bucket:Bucket::only`]);
    }
  });

  it("keeps what the program warns of, and leaves the console's own warnings alone", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { warnings } = await captured(async () => {
      await log.warn("it decrypts elsewhere");
      console.warn("of the process");
      return {};
    });
    expect(warnings).toEqual(["it decrypts elsewhere"]);
    expect(warn.mock.calls).toEqual([["of the process"]]);
    expect(console.warn).toBe(warn);
    warn.mockRestore();
  });

  it("refuses what the engine would refuse: a name twice", async () => {
    const twice = captured(async () => {
      new Bucket("same", { bucket: "a-x" });
      new Bucket("same", { bucket: "b-x" });
      return {};
    });
    await expect(twice).rejects.toThrow(/registered twice/);
  });

  it("refuses a type whose computed outputs nobody wrote down", async () => {
    const unknown = captured(async () => {
      const { Room } = await import("@pulumi/aws/ivschat/index.js");
      new Room("room", {});
      return {};
    });
    await expect(unknown).rejects.toThrow(/aws:ivschat\/room:Room \(room\) has no row/);
  });

  it("rejects when an apply throws", async () => {
    const thrown = captured(async () => {
      const bucket = new Bucket("one", { bucket: "one-x" });
      bucket.arn.apply(() => {
        throw new Error("thrown inside");
      });
      return {};
    });
    await expect(thrown).rejects.toThrow("thrown inside");
  });

  it("rejects when the program asks the cloud", async () => {
    const asked = captured(async () => {
      const { getCallerIdentity } = await import("@pulumi/aws/getCallerIdentity.js");
      return { account: (await getCallerIdentity()).accountId };
    });
    await expect(asked).rejects.toThrow(/asks the cloud while the stack is planned/);
  });
});
