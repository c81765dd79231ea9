import { CreateBucketCommand, HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { useMotoCredentials } from "../../../test/aws/credentials.ts";
import { type Front, type FrontAnswer, startFront, xmlError } from "../../../test/aws/front.ts";
import { leaveOutMoto, type Moto, startMoto } from "../../../test/aws/moto.ts";
import { describeBlobStore } from "../../../test/blob/conformance.ts";
import { s3BlobStore } from "./index.ts";

const region = "eu-central-1";
const bucket = "blobs";
const kmsKey = `arn:aws:kms:${region}:123456789012:key/11111111-2222-3333-4444-555555555555`;
const limits = { requestMilliseconds: 300, callMilliseconds: 1500, attempts: 3 };

describe.skipIf(leaveOutMoto("the blob store of AWS"))("S3", () => {
  let moto: Moto;
  let front: Front;
  let s3: S3Client;
  useMotoCredentials();

  beforeAll(async () => {
    moto = await startMoto();
    front = await startFront(moto.endpoint);
    s3 = new S3Client({ region, endpoint: moto.endpoint, forcePathStyle: true });
    await s3.send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
  });
  afterEach(() => {
    front.answer = () => "pass";
    front.calls.length = 0;
  });
  afterAll(async () => {
    await front.stop();
    await moto.stop();
  });

  const store = (changes: Partial<Parameters<typeof s3BlobStore>[0]> = {}) =>
    s3BlobStore({ region, endpoint: front.endpoint, bucket, kmsKey, limits, ...changes });

  describeBlobStore("as a blob store", () => store());

  test("S3 encrypts every blob under the region's key", async () => {
    await store().put("pins/x", new Uint8Array([1]));
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: "pins/x" }));
    expect(head).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: kmsKey, BucketKeyEnabled: true });
  });

  test("without a key the bucket's own encryption decides", async () => {
    await store({ kmsKey: undefined }).put("pins/x", new Uint8Array([1]));
    const [put] = front.calls;
    expect(Object.keys(put?.headers ?? {}).filter((name) => name.includes("encryption"))).toEqual([]);
  });

  test("names with a slash, a space or a letter of another alphabet come back", async () => {
    for (const name of ["a/b/c", "a b", "grüße/ñ+%2F?&#"]) {
      await store().put(name, new TextEncoder().encode(name));
      expect(await store().get(name)).toMatchObject({ bytes: new TextEncoder().encode(name) });
    }
  });

  test("a bucket that is not there is an error, not an empty one", async () => {
    await expect(store({ bucket: "no-such-bucket" }).get("x")).rejects.toMatchObject({ name: "NoSuchBucket" });
  });

  test("a blob that may not be read is an error, not an absent one", async () => {
    front.answer = () => xmlError(403, "AccessDenied");
    await expect(store().get("x")).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("a blob that was changed on its way is noticed", async () => {
    await store().put("pins/x", new Uint8Array([1, 2, 3]));
    front.answer = ({ method }) =>
      method === "GET"
        ? { status: 200, headers: { etag: '"1"', "x-amz-checksum-crc32": "AAAAAA==" }, body: "forged" }
        : "pass";
    await expect(store().get("pins/x")).rejects.toThrow(/checksum/i);
  });

  const faults: readonly [string, FrontAnswer][] = [
    ["that does not answer", "hang"],
    ["that stops in the middle of a blob", "stall"],
    ["that lets a blob drip", "drip"],
    ["that ends connections", "reset"],
    ["that is overloaded", xmlError(503, "SlowDown")],
    ["that fails", xmlError(500, "InternalError")],
  ];
  test.each(faults)("a store %s fails each call in time, and works afterwards", async (_, answer) => {
    front.answer = () => answer;
    const began = performance.now();
    await expect(store().get("pins/x")).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(limits.callMilliseconds + 1500);
    expect(front.calls.length).toBeLessThanOrEqual(limits.attempts);
    front.answer = () => "pass";
    await store().put("pins/after", new Uint8Array([1]));
    expect(await store().get("pins/after")).toMatchObject({ bytes: new Uint8Array([1]) });
  });

  test.each(
    faults.filter(([, answer]) => answer === "reset" || typeof answer === "object"),
  )("one call to a store %s is tried again", async (_, answer) => {
    let failures = 0;
    front.answer = () => (failures++ === 0 ? answer : "pass");
    await store().put("pins/again", new Uint8Array([2]));
    expect(await store().get("pins/again")).toMatchObject({ bytes: new Uint8Array([2]) });
  });

  test("credentials that were replaced before their time are read anew", async () => {
    const one = store();
    await one.put("pins/x", new Uint8Array([1]));
    const { AWS_ACCESS_KEY_ID: old = "" } = process.env;
    front.answer = ({ headers }) =>
      String(headers.authorization).includes(`Credential=${old}/`) ? xmlError(400, "ExpiredToken") : "pass";
    await expect(one.get("pins/x")).rejects.toMatchObject({ name: "ExpiredToken" });
    process.env.AWS_ACCESS_KEY_ID = "fresh";
    expect(await one.get("pins/x")).toMatchObject({ bytes: new Uint8Array([1]) });
    process.env.AWS_ACCESS_KEY_ID = old;
  });
});
