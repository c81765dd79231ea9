import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaveOutMoto, type Moto, motoCredentials, startMoto } from "../core-api/test/aws/moto.ts";
import { awsAccount } from "../infra/preflight/aws-account.ts";

describe.skipIf(leaveOutMoto("the preflight's view of an account"))("an account by AWS's API", () => {
  let moto: Moto;
  beforeAll(async () => {
    Object.assign(process.env, motoCredentials);
    moto = await startMoto();
  });
  afterAll(() => moto?.stop());
  const account = () => awsAccount({ region: "us-east-1", endpoint: moto.endpoint });

  it("says whose credentials these are", async () => {
    expect(await account().callerAccount()).toBe("123456789012");
  });

  it("tells a bucket that is there from a free name", async () => {
    const client = new S3Client({ region: "us-east-1", endpoint: moto.endpoint, forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: "taken" }));
    expect(await account().bucketTaken("taken")).toBe(true);
    expect(await account().bucketTaken("free")).toBe(false);
  });

  it("answers undefined for what it cannot learn, never a number of its own", async () => {
    expect(await account().quota("vpc", "L-00000000")).toBeUndefined();
    const refused = await account().refused([
      { sid: "DeployKms", actions: ["kms:CreateKey"], resources: ["*"], context: [] },
    ]);
    expect(refused === undefined || refused.includes("kms:CreateKey")).toBe(true);
  });

  it("does not know whether a name is taken where it cannot be asked", async () => {
    expect(
      await awsAccount({ region: "us-east-1", endpoint: "http://127.0.0.1:9" }).bucketTaken("any"),
    ).toBeUndefined();
  });
});
