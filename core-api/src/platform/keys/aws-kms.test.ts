import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { useMotoCredentials } from "../../../test/aws/credentials.ts";
import { type Front, type FrontAnswer, jsonError, startFront } from "../../../test/aws/front.ts";
import { leaveOutMoto, type Moto, startMoto } from "../../../test/aws/moto.ts";
import { describeKeyService } from "../../../test/keys/conformance.ts";
import { describeRemoteKeyService, type RemoteFault } from "../../../test/keys/remote-conformance.ts";
import { awsKmsKeyService } from "./index.ts";

const region = "eu-central-1";
const limits = { requestMilliseconds: 300, callMilliseconds: 3000, attempts: 3 };

describe.skipIf(leaveOutMoto("the key service of AWS"))("AWS KMS", () => {
  let moto: Moto;
  let front: Front;
  let keys: { mine: string; others: string; revoked: string };
  useMotoCredentials();

  beforeAll(async () => {
    moto = await startMoto();
    front = await startFront(moto.endpoint);
    const client = new KMSClient({ region, endpoint: moto.endpoint });
    const create = async () => (await client.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
    keys = { mine: await create(), others: await create(), revoked: await create() };
  });
  afterEach(() => {
    front.answer = () => "pass";
    front.calls.length = 0;
  });
  afterAll(async () => {
    await front.stop();
    await moto.stop();
  });

  const service = (key: string) => awsKmsKeyService({ region, endpoint: front.endpoint, key, limits });

  describeKeyService("as a key service", {
    open: () => service(keys.mine),
    other: () => service(keys.others),
    revocable: async () => ({
      service: service(keys.revoked),
      async revoke() {
        // moto decrypts under keys that are about to be deleted, too.
        front.answer = ({ body }) =>
          body.includes(keys.revoked)
            ? jsonError(400, "KMSInvalidStateException", `${keys.revoked} is pending deletion.`)
            : "pass";
        return service(keys.revoked);
      },
    }),
    runs: 25,
  });

  // Types and texts: docs.aws.amazon.com/kms/latest/APIReference, API_Decrypt and CommonErrors.
  const answers: Readonly<Record<RemoteFault, FrontAnswer>> = {
    throttled: jsonError(400, "ThrottlingException", "Rate exceeded"),
    timeout: "hang",
    reset: "reset",
    fault: jsonError(500, "KMSInternalException"),
    garbled: { status: 403, headers: { "content-type": "text/html" }, body: "<h1>Blocked by the proxy</h1>" },
    credentials: jsonError(400, "ExpiredTokenException", "The security token included in the request is expired"),
    changed: jsonError(400, "InvalidCiphertextException"),
    "other-key": jsonError(400, "IncorrectKeyException"),
    disabled: jsonError(400, "DisabledException", "arn:… is disabled."),
    "pending-deletion": jsonError(400, "KMSInvalidStateException", "arn:… is pending deletion."),
    gone: jsonError(400, "NotFoundException", "Key 'arn:…' does not exist"),
    denied: jsonError(400, "AccessDeniedException"),
  };

  describeRemoteKeyService("over a network", {
    open: () => service(keys.mine),
    fail(fault, times = Number.POSITIVE_INFINITY) {
      const answer = answers[fault];
      let [left, came] = [times, 0];
      front.answer = () => {
        if (left === 0) return "pass";
        left -= 1;
        came += 1;
        return answer;
      };
      return {
        count: () => came,
        end: () => {
          front.answer = () => "pass";
        },
      };
    },
    ...limits,
  });

  test("credentials that were replaced before their time are read anew", async () => {
    const one = service(keys.mine);
    const wrapped = await one.wrap(new Uint8Array([7]), "c");
    const { AWS_ACCESS_KEY_ID: old = "" } = process.env;
    front.answer = ({ headers }) =>
      String(headers.authorization).includes(`Credential=${old}/`)
        ? jsonError(400, "ExpiredTokenException", "The security token included in the request is expired")
        : "pass";
    await expect(one.unwrap(wrapped, "c")).rejects.toMatchObject({ reason: "credentials" });
    process.env.AWS_ACCESS_KEY_ID = "fresh";
    expect(await one.unwrap(wrapped, "c")).toEqual(new Uint8Array([7]));
    process.env.AWS_ACCESS_KEY_ID = old;
  });

  test("what stands where no port listens is unreachable, and said so in time", async () => {
    const away = awsKmsKeyService({ region, endpoint: "http://127.0.0.1:9", key: keys.mine, limits });
    await expect(away.wrap(new Uint8Array(1), "c")).rejects.toMatchObject({
      name: "KeyServiceUnanswered",
      reason: "unreachable",
    });
  });

  test.each([
    ["PendingImport", "arn:… is pending import.", { name: "KeyUnavailable", reason: "gone" }],
    ["Disabled", "arn:… is disabled.", { name: "KeyUnavailable", reason: "disabled" }],
    ["Creating", "arn:… is creating.", { name: "KeyServiceUnanswered", reason: "fault" }],
  ])("a key in the state %s is told apart by KMS's text", async (_, text, expected) => {
    front.answer = () => jsonError(400, "KMSInvalidStateException", text);
    await expect(service(keys.mine).wrap(new Uint8Array(1), "c")).rejects.toMatchObject(expected);
  });

  test("a key that KMS cannot reach for the moment is not taken for lost", async () => {
    front.answer = () => jsonError(400, "KeyUnavailableException");
    await expect(service(keys.mine).wrap(new Uint8Array(1), "c")).rejects.toMatchObject({ reason: "fault" });
  });

  test("the context goes to KMS as encryption context, with the key's ARN, both ways", async () => {
    const wrapped = await service(keys.mine).wrap(new Uint8Array(1), "tenant_key 1");
    await service(keys.mine).unwrap(wrapped, "tenant_key 1");
    for (const { body } of front.calls) {
      expect(JSON.parse(body)).toMatchObject({
        KeyId: keys.mine,
        EncryptionContext: { "bailiwick:use": "wrap", "bailiwick:context": "tenant_key 1" },
      });
    }
    expect(front.calls.map(({ target }) => target)).toEqual(["TrentService.Encrypt", "TrentService.Decrypt"]);
  });

  test("the id that is stored beside a wrapped key decides which key opens it", async () => {
    const wrapped = await service(keys.others).wrap(new Uint8Array([7]), "c");
    expect(await service(keys.mine).unwrap(wrapped, "c", keys.others)).toEqual(new Uint8Array([7]));
    await expect(service(keys.mine).unwrap(wrapped, "c")).rejects.toMatchObject({ name: "KeyUnavailable" });
  });

  test("an answer under another key than was asked for is refused", async () => {
    const wrapped = await service(keys.mine).wrap(new Uint8Array([7]), "c");
    front.answer = () => ({
      status: 200,
      headers: { "content-type": "application/x-amz-json-1.1" },
      body: JSON.stringify({ KeyId: keys.others, Plaintext: "Bw==" }),
    });
    await expect(service(keys.mine).unwrap(wrapped, "c")).rejects.toMatchObject({ reason: "other-key" });
  });

  test.each([
    ["another account's", (arn: string) => arn.replace(/:\d{12}:/, ":999999999999:")],
    ["another region's", (arn: string) => arn.replace(region, "eu-west-1")],
    ["an alias", (arn: string) => arn.replace(/key\/.*/, "alias/mine")],
    ["secretbox's", () => "secretbox:0011223344556677"],
  ])("%s key id in the catalog is not even asked for", async (_, change) => {
    const wrapped = await service(keys.mine).wrap(new Uint8Array([7]), "c");
    front.calls.length = 0;
    await expect(service(keys.mine).unwrap(wrapped, "c", change(keys.mine))).rejects.toMatchObject({
      reason: "other-key",
    });
    expect(front.calls).toEqual([]);
  });

  test("neither an alias nor a bare id is taken for the region's key", () => {
    for (const key of ["alias/data", keys.mine.split("/")[1] ?? "", keys.mine.replace("key/", "alias/")]) {
      expect(() => service(key)).toThrow(RangeError);
    }
  });
});
