import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import { KeyServiceUnanswered, KeyUnavailable } from "./key-service.ts";
import type { KmsCall } from "./kms-client.ts";

/** Names the organisation that a key belongs to. */
export const tenantTag = "bailiwick:tenant";

/** Names the stack that made a key: another one of the same account and region may not use it. */
export const stackTag = "bailiwick:stack";

export interface TenantKmsKeyOptions {
  readonly call: KmsCall;
  /**
   * Keys of this process that have no alias yet, by organisation: where naming them fails again and again, a try makes no
   * further key.
   */
  readonly unnamed: Map<string, string>;
  readonly orgId: string;
  /** `alias/…/tenant/`; the organisation's id follows. */
  readonly aliasPrefix: string;
  /** Name of the stack, which the key is tagged with. */
  readonly stack: string;
  /** 90 to 2560: what KMS rotates after. */
  readonly rotationDays: number;
}

/**
 * The organisation's own key, found by its alias or made: symmetric, rotated by KMS, tagged with stack and organisation. Done again
 * it finds the same key and puts its rotation right. Throws `KeyUnavailable` for a key that is there and cannot be used: a
 * second one would hide that the first was revoked.
 */
export const ensureTenantKmsKey = async (options: TenantKmsKeyOptions): Promise<string> => {
  const { call, unnamed, orgId, aliasPrefix, stack, rotationDays } = options;
  const tags = { [stackTag]: stack, [tenantTag]: orgId };
  const alias = `${aliasPrefix}${orgId}`;
  const found = await keyOfAlias(call, alias);
  if (found !== undefined) {
    assertUsable(found.state);
    await assertBelongsTo(call, found.arn, tags);
    await reconcileRotation(call, found.arn, rotationDays);
    return found.arn;
  }
  const arn = unnamed.get(orgId) ?? (await createKey(call, orgId, tags));
  unnamed.set(orgId, arn);
  // Rotated before anybody can find it.
  await reconcileRotation(call, arn, rotationDays);
  await nameKey(call, arn, alias);
  unnamed.delete(orgId);
  return arn;
};

/** As `reconcileRotation`, for a key that is in use. Throws `KeyUnavailable` when it cannot be used. */
export const keepTenantKmsKey = async (call: KmsCall, arn: string, days: number): Promise<boolean> => {
  const found = await describeKey(call, arn);
  assertUsable(found.state);
  return reconcileRotation(call, found.arn, days);
};

/** Lets KMS rotate the key every `days` days, unless it does. Answers whether anything was changed. */
const reconcileRotation = async (call: KmsCall, arn: string, days: number): Promise<boolean> => {
  const { KeyRotationEnabled: on, RotationPeriodInDays: now } = await call((client, abortSignal) =>
    client.send(new GetKeyRotationStatusCommand({ KeyId: arn }), { abortSignal }),
  );
  if (on === true && now === days) return false;
  await call((client, abortSignal) =>
    client.send(new EnableKeyRotationCommand({ KeyId: arn, RotationPeriodInDays: days }), { abortSignal }),
  );
  return true;
};

type Tags = Readonly<Record<string, string>>;

interface FoundKey {
  readonly arn: string;
  readonly state: string;
}

const keyOfAlias = async (call: KmsCall, alias: string): Promise<FoundKey | undefined> => {
  try {
    return await describeKey(call, alias);
  } catch (error) {
    if (error instanceof KeyUnavailable && error.reason === "gone") return undefined;
    throw error;
  }
};

const describeKey = async (call: KmsCall, keyId: string): Promise<FoundKey> => {
  const { KeyMetadata: key } = await call((client, abortSignal) =>
    client.send(new DescribeKeyCommand({ KeyId: keyId }), { abortSignal }),
  );
  if (key?.Arn === undefined) throw new KeyServiceUnanswered("AWS KMS described a key without an ARN", "fault");
  return { arn: key.Arn, state: key.KeyState ?? "" };
};

const createKey = async (call: KmsCall, orgId: string, tags: Tags): Promise<string> => {
  const { KeyMetadata: key } = await call((client, abortSignal) =>
    client.send(
      new CreateKeyCommand({
        Description: `Wraps the keys of organisation ${orgId}`,
        KeySpec: "SYMMETRIC_DEFAULT",
        KeyUsage: "ENCRYPT_DECRYPT",
        MultiRegion: false, // the key stays in the region, as the data do
        Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      }),
      { abortSignal },
    ),
  );
  if (key?.Arn === undefined) throw new KeyServiceUnanswered("AWS KMS made a key without an ARN", "fault");
  return key.Arn;
};

/** A key without its alias is used by nobody. The processes may end no key, so that is left to whoever reads the message. */
const nameKey = async (call: KmsCall, arn: string, alias: string): Promise<void> => {
  try {
    await call((client, abortSignal) =>
      client.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: arn }), { abortSignal }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === "AlreadyExistsException")) throw error;
    // Another process was faster, or the alias of an earlier run was not to be seen yet: the next try finds its key.
    throw new KeyServiceUnanswered(`${alias} was given to another key; ${arn} is not used and can be deleted`, "fault");
  }
};

const assertUsable = (state: string): void => {
  if (state === "Enabled") return;
  if (state === "Disabled") throw new KeyUnavailable("the organisation's key is disabled", "disabled");
  if (state === "PendingDeletion" || state === "PendingReplicaDeletion") {
    throw new KeyUnavailable("the organisation's key is waiting for its deletion", "pending-deletion");
  }
  if (state === "PendingImport") throw new KeyUnavailable("the organisation's key has no key material", "gone");
  throw new KeyServiceUnanswered(`the organisation's key is not ready (${state})`, "fault");
};

/** An alias that was moved to another tenant's key, or to another stack's, would join what must stay apart. */
const assertBelongsTo = async (call: KmsCall, arn: string, tags: Tags): Promise<void> => {
  const { Tags: found = [] } = await call((client, abortSignal) =>
    client.send(new ListResourceTagsCommand({ KeyId: arn }), { abortSignal }),
  );
  const has = ([key, value]: readonly [string, string]): boolean =>
    found.some(({ TagKey, TagValue }) => TagKey === key && TagValue === value);
  if (Object.entries(tags).every(has)) return;
  throw new KeyUnavailable("the key under the organisation's alias is not tagged as its own", "other-key");
};
