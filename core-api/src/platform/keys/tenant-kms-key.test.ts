import { randomUUID } from "node:crypto";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  KMSClient,
  ListKeysCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { useMotoCredentials } from "../../../test/aws/credentials.ts";
import { type Front, type FrontCall, jsonError, startFront } from "../../../test/aws/front.ts";
import { leaveOutMoto, type Moto, startMoto } from "../../../test/aws/moto.ts";
import { awsKmsKeyService, newTenantKey } from "./index.ts";

const region = "eu-central-1";
const aliasPrefix = `alias/bailiwick/${region}/flow/tenant/`;
const stack = `saas.aws.${region}.flow`;

describe.skipIf(leaveOutMoto("a tenant's own KMS key"))("a tenant's own KMS key", () => {
  let moto: Moto;
  let front: Front;
  let kms: KMSClient;
  let regionKey: string;
  useMotoCredentials();

  beforeAll(async () => {
    moto = await startMoto();
    front = await startFront(moto.endpoint);
    kms = new KMSClient({ region, endpoint: moto.endpoint });
    regionKey = await createKey();
  });
  afterEach(() => {
    front.answer = () => "pass";
    front.calls.length = 0;
  });
  afterAll(async () => {
    await front.stop();
    await moto.stop();
  });

  const createKey = async () => (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
  const countKeys = async () => (await kms.send(new ListKeysCommand({ Limit: 1000 }))).Keys?.length;
  const described = async (KeyId: string) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
  const service = () =>
    awsKmsKeyService({
      region,
      endpoint: front.endpoint,
      key: regionKey,
      tenantKeys: { aliasPrefix, stack, rotationDays: 90 },
    });
  const ofOrganisation = async (orgId: string, from = service()) => {
    const own = await from.ofOrganisation?.(orgId);
    if (own === undefined) throw new Error("the service makes no tenants' keys");
    return own;
  };
  const calls = (operation: string): FrontCall[] =>
    front.calls.filter(({ target }) => target === `TrentService.${operation}`);

  test("is made under its alias, in this region alone, tagged, and rotated as the profile says", async () => {
    const orgId = randomUUID();
    const own = await ofOrganisation(orgId);
    expect(await described(`${aliasPrefix}${orgId}`)).toMatchObject({
      Arn: own.id,
      MultiRegion: false,
      KeySpec: "SYMMETRIC_DEFAULT",
    });
    const { Tags: tags } = await kms.send(new ListResourceTagsCommand({ KeyId: own.id }));
    expect(tags).toEqual([
      { TagKey: "bailiwick:stack", TagValue: stack },
      { TagKey: "bailiwick:tenant", TagValue: orgId },
    ]);
    expect(calls("EnableKeyRotation").map(({ body }) => JSON.parse(body))).toEqual([
      { KeyId: own.id, RotationPeriodInDays: 90 },
    ]);
  });

  test("is found again, by another process too, and its rotation put right only where it is wrong", async () => {
    const orgId = randomUUID();
    const own = await ofOrganisation(orgId);
    const keys = await countKeys();
    const rotation = (days: number) => {
      front.calls.length = 0;
      // moto keeps no period.
      front.answer = ({ target }) =>
        target === "TrentService.GetKeyRotationStatus"
          ? {
              status: 200,
              headers: { "content-type": "application/x-amz-json-1.1" },
              body: JSON.stringify({ KeyRotationEnabled: true, RotationPeriodInDays: days }),
            }
          : "pass";
    };
    rotation(90);
    expect((await ofOrganisation(orgId)).id).toBe(own.id);
    expect(calls("EnableKeyRotation")).toHaveLength(0);
    rotation(365);
    expect((await ofOrganisation(orgId)).id).toBe(own.id);
    expect(calls("EnableKeyRotation")).toHaveLength(1);
    expect(await countKeys()).toBe(keys);
  });

  test("is kept rotating, and one that is disabled is said to be", async () => {
    const { id } = await ofOrganisation(randomUUID());
    front.calls.length = 0;
    expect(await service().keepRotation?.(id)).toBe(true);
    expect(calls("EnableKeyRotation").map(({ body }) => JSON.parse(body))).toEqual([
      { KeyId: id, RotationPeriodInDays: 90 },
    ]);
    await kms.send(new DisableKeyCommand({ KeyId: id.split("/")[1] }));
    await expect(service().keepRotation?.(id)).rejects.toMatchObject({ name: "KeyUnavailable", reason: "disabled" });
    const abroad = id.replace(/:\d{12}:/, ":999999999999:");
    await expect(service().keepRotation?.(abroad)).rejects.toMatchObject({ reason: "other-key" });
  });

  test("wraps what the region's service opens by the id that is stored beside it, and nothing else does", async () => {
    const orgId = randomUUID();
    const { wrapped, kekId } = await newTenantKey(await ofOrganisation(orgId), orgId, 1);
    const reader = awsKmsKeyService({ region, endpoint: front.endpoint, key: regionKey });
    const context = `tenant_key ${orgId} 1`;
    expect(await reader.unwrap(wrapped, context, kekId)).toHaveLength(32);
    await expect(reader.unwrap(wrapped, context)).rejects.toMatchObject({ name: "KeyUnavailable" });
    const another = await ofOrganisation(randomUUID());
    await expect(reader.unwrap(wrapped, context, another.id)).rejects.toMatchObject({ name: "KeyUnavailable" });
  });

  test("that was disabled or is to be deleted is not replaced by a second one", async () => {
    for (const [end, reason] of [
      [(KeyId: string) => kms.send(new DisableKeyCommand({ KeyId: KeyId.split("/")[1] })), "disabled"],
      [
        (KeyId: string) =>
          kms.send(new ScheduleKeyDeletionCommand({ KeyId: KeyId.split("/")[1], PendingWindowInDays: 7 })),
        "pending-deletion",
      ],
    ] as const) {
      const orgId = randomUUID();
      const own = await ofOrganisation(orgId);
      await end(own.id);
      const keys = await countKeys();
      await expect(ofOrganisation(orgId)).rejects.toMatchObject({ name: "KeyUnavailable", reason });
      expect(await countKeys()).toBe(keys);
    }
  });

  test("is not taken from another tenant whose key the alias names", async () => {
    const [orgId, victim] = [randomUUID(), randomUUID()];
    const { id } = await ofOrganisation(victim);
    await kms.send(new CreateAliasCommand({ AliasName: `${aliasPrefix}${orgId}`, TargetKeyId: id }));
    await expect(ofOrganisation(orgId)).rejects.toMatchObject({ name: "KeyUnavailable", reason: "other-key" });
  });

  test("is not taken from another stack of the account", async () => {
    const orgId = randomUUID();
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({
        Tags: [
          { TagKey: "bailiwick:stack", TagValue: `saas.aws.${region}.other` },
          { TagKey: "bailiwick:tenant", TagValue: orgId },
        ],
      }),
    );
    await kms.send(new CreateAliasCommand({ AliasName: `${aliasPrefix}${orgId}`, TargetKeyId: KeyMetadata?.KeyId }));
    await expect(ofOrganisation(orgId)).rejects.toMatchObject({ name: "KeyUnavailable", reason: "other-key" });
  });

  test("is made once although its naming fails, as often as it does", async () => {
    const [orgId, one, keys] = [randomUUID(), service(), (await countKeys()) ?? 0];
    front.answer = ({ target }) =>
      target === "TrentService.CreateAlias" ? jsonError(400, "AccessDeniedException") : "pass";
    for (let tries = 0; tries < 3; tries++) {
      await expect(ofOrganisation(orgId, one)).rejects.toMatchObject({ reason: "denied" });
    }
    front.answer = () => "pass";
    const own = await ofOrganisation(orgId, one);
    expect(await described(`${aliasPrefix}${orgId}`)).toMatchObject({ Arn: own.id });
    expect(await countKeys()).toBe(keys + 1);
  });

  test("made by two processes at once is one in the end, and the other is named", async () => {
    const orgId = randomUUID();
    const results = await Promise.allSettled([ofOrganisation(orgId), ofOrganisation(orgId)]);
    const { id } = await ofOrganisation(orgId);
    for (const result of results) {
      if (result.status === "fulfilled") expect(result.value.id).toBe(id);
      else
        expect(result.reason).toMatchObject({
          name: "KeyServiceUnanswered",
          message: /is not used and can be deleted/,
        });
    }
    expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
  });
});
