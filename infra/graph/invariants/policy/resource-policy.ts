import { boundsBy, isBoundBy, isHeldToAccount } from "./bounds.ts";
import { isPattern, type PolicyKind, type Statement } from "./statement.ts";

/** What the account may do with a key without being able to read anything by it. */
const administration = new Set(
  [
    ["CancelKeyDeletion", "CreateAlias", "DeleteAlias", "DescribeKey", "DisableKey", "DisableKeyRotation", "EnableKey"],
    ["EnableKeyRotation", "GetKeyPolicy", "GetKeyRotationStatus", "ListAliases", "ListGrants", "ListKeyPolicies"],
    ["ListKeyRotations", "ListResourceTags", "PutKeyPolicy", "RetireGrant", "RevokeGrant", "RotateKeyOnDemand"],
    ["ScheduleKeyDeletion", "TagResource", "UntagResource", "UpdateAlias", "UpdateKeyDescription"],
  ]
    .flat()
    .map((action) => `kms:${action}`),
);
const use = new Set(
  ["Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"].map(
    (action) => `kms:${action}`,
  ),
);

/** What policies of other kinds may allow at all. */
const listed: Readonly<Record<Exclude<PolicyKind, "identity" | "key" | "endpoint">, readonly string[]>> = {
  trust: ["sts:AssumeRole"],
  bucket: ["s3:GetBucketAcl", "s3:PutObject"],
  secret: [],
  topic: ["sns:Publish"],
};

/** Services whose calls name the account that owns the resource. */
const ownersKnown = new Set(["kms", "secretsmanager", "s3", "logs"]);

/** What a policy that stands on a thing allows too much, each as the rest of a sentence. */
export const excessIn = function* (
  kind: Exclude<PolicyKind, "identity">,
  one: Statement,
  accountId: string,
): Generator<string> {
  if (one.effect === "Deny") return;
  for (const element of one.exceptions) yield `has ${element} in ${one.label}`;
  if (one.actions.length === 0) yield `names no action in ${one.label}`;
  if (kind === "endpoint") yield* excessOfEndpoint(one, accountId);
  else if (kind === "key") yield* excessOfKey(one);
  else {
    for (const action of one.actions) if (!listed[kind].includes(action)) yield `allows ${action}`;
  }
};

const excessOfKey = function* (one: Statement): Generator<string> {
  const byService = one.principals !== undefined && Object.keys(one.principals).every((type) => type === "Service");
  for (const action of one.actions) {
    if (administration.has(action) && (!byService || action === "kms:DescribeKey")) continue;
    if (action !== "kms:CreateGrant" && !use.has(action)) yield `allows ${action}`;
    else if (byService) {
      const grants = one.conditions.some(({ key }) => key === "kms:grantoperations");
      if (action === "kms:CreateGrant" && !grants) yield `lets a service make any grant in ${one.label}`;
    } else if (action === "kms:CreateGrant") {
      if (!isBoundBy(one, "kms:ViaService") || !isBoundBy(one, "kms:GrantIsForAWSResource")) {
        yield `allows ${action} to others than services in ${one.label}`;
      }
    } else if (!isBoundBy(one, "kms:ViaService") && !isForOneUse(one)) {
      yield `allows ${action} neither through a service nor for one use in ${one.label}`;
    }
  }
};

/** Named roles, and the encryption context that they write. */
const isForOneUse = (one: Statement): boolean =>
  isBoundBy(one, "aws:PrincipalArn") &&
  one.conditions.some(({ key }) => key.startsWith("kms:encryptioncontext:") && isBoundBy(one, key));

const excessOfEndpoint = function* (one: Statement, accountId: string): Generator<string> {
  const resources = one.resources.join(", ");
  // ECR signs the URLs of its layers with an identity of its own.
  if (
    one.actions.join() === "s3:GetObject" &&
    /^arn:[\w-]+:s3:::prod-[\w-]+-starport-layer-bucket\/\*$/.test(resources)
  )
    return;
  if (
    !isHeldToAccount(one, "aws:PrincipalAccount", accountId) &&
    !isHeldToAccount(one, "aws:PrincipalArn", accountId)
  ) {
    yield `lets identities of other accounts pass in ${one.label}`;
  }
  for (const action of one.actions) {
    const [service = "", name = ""] = action.split(":");
    if (!/^[a-z][a-z0-9-]*$/.test(service) || !(name === "*" || /^[A-Za-z]+$/.test(name))) yield `allows ${action}`;
    const everywhere = one.resources.some(isPattern) && boundsBy(one, "aws:ResourceAccount").length === 0;
    if (everywhere && ownersKnown.has(service)) yield `reaches ${service} of other accounts in ${one.label}`;
  }
};
