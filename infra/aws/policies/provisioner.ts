import { stackTag, tenantTag } from "../tenant-keys.ts";
import type { Conditions, Grant } from "./grant.ts";
import type { RoleFacts } from "./role-facts.ts";

type ProvisionerFacts = Pick<RoleFacts, "arns" | "keys" | "tenantKeys">;

/**
 * The bounds inside which the worker makes tenants' own keys at run time: only tagged with stack and tenant, only under the
 * stack's prefix, rotated as often as promised, in this region alone, and never deleted, retagged or opened. The end of a
 * key is an operator's decision. What IAM has no condition for is the policy that a key is made with.
 */
export const provisionerGrants = ({ arns, keys, tenantKeys }: ProvisionerFacts): readonly Grant[] => {
  const { aliasPrefix, stack, rotationDays } = tenantKeys;
  const anyKey = arns.of("kms", "key/*");
  const own: Conditions = {
    StringEquals: { [`aws:ResourceTag/${stackTag}`]: stack },
    Null: { [`aws:ResourceTag/${tenantTag}`]: "false" },
  };
  const askedStack = { [`aws:RequestTag/${stackTag}`]: stack };
  const askedTenant = { [`aws:RequestTag/${tenantTag}`]: "false" };
  const noOtherTag = { "aws:TagKeys": [stackTag, tenantTag] };
  return [
    {
      sid: "CreateTenantKeys",
      why: "make the KMS key of a tenant whose plan promises one",
      actions: ["kms:CreateKey"],
      resources: ["*"],
      conditions: {
        Null: askedTenant,
        "ForAllValues:StringEquals": noOtherTag,
        StringEquals: {
          ...askedStack,
          "kms:KeyOrigin": "AWS_KMS",
          "kms:KeySpec": "SYMMETRIC_DEFAULT",
          "kms:KeyUsage": "ENCRYPT_DECRYPT",
        },
        Bool: { "kms:MultiRegion": "false", "kms:BypassPolicyLockoutSafetyCheck": "false" },
      },
    },
    {
      sid: "TagTenantKeys",
      why: "name stack and tenant on the key as it is made; a key that has a stack, a tenant or an alias stays what it is",
      actions: ["kms:TagResource"],
      resources: [anyKey],
      conditions: {
        Null: {
          ...askedTenant,
          [`aws:ResourceTag/${stackTag}`]: "true",
          [`aws:ResourceTag/${tenantTag}`]: "true",
          "kms:ResourceAliases": "true",
        },
        "ForAllValues:StringEquals": noOtherTag,
        StringEquals: askedStack,
      },
    },
    {
      sid: "NameTenantKeys",
      why: "find the key again under the stack's own prefix",
      actions: ["kms:CreateAlias"],
      resources: [arns.of("kms", `${aliasPrefix}*`)],
    },
    {
      sid: "KeepTenantKeys",
      why: "give tenants' keys their alias, and see their state, tenant and rotation",
      actions: ["kms:CreateAlias", "kms:DescribeKey", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
      resources: [anyKey],
      conditions: own,
    },
    {
      sid: "RotateTenantKeys",
      why: "have tenants' keys rotated, no later than promised",
      actions: ["kms:EnableKeyRotation"],
      resources: [anyKey],
      conditions: { ...own, NumericLessThanEquals: { "kms:RotationPeriodInDays": String(rotationDays) } },
    },
    {
      sid: "NeverTagOwnKeys",
      why: "never make one of the stamp's three keys, made or brought, look like a tenant's",
      effect: "Deny",
      actions: ["kms:TagResource"],
      resources: [keys.dataKeyArn, keys.auditKeyArn, keys.secretsKeyArn],
    },
    {
      sid: "NeverEndKeys",
      why: "never end or open up a key, or take its tags, whatever else comes to be allowed",
      effect: "Deny",
      actions: neverDone,
      resources: ["*"],
    },
  ];
};

/** Denied on every key. */
export const neverDone: readonly string[] = [
  "kms:CreateGrant",
  "kms:DeleteAlias",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:UntagResource",
  "kms:UpdateAlias",
];
