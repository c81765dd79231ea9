import { tenantAliasPrefix, tenantTag } from "../tenant-keys.ts";
import type { Grant } from "./grant.ts";
import type { RoleFacts } from "./role-facts.ts";

/**
 * The bounds inside which the worker makes tenants' own keys at run time: only tagged with the tenant, only under the
 * region's prefix, rotated, in this region alone, and never deleted. The end of a key is an operator's decision.
 */
export const provisionerGrants = ({ arns, region }: Pick<RoleFacts, "arns" | "region">): readonly Grant[] => {
  const anyKey = arns.of("kms", "key/*");
  const tagged = { [`aws:ResourceTag/${tenantTag}`]: "false" };
  const tagging = {
    Null: { [`aws:RequestTag/${tenantTag}`]: "false" },
    "ForAllValues:StringEquals": { "aws:TagKeys": [tenantTag] },
  };
  return [
    {
      sid: "CreateTenantKeys",
      why: "make the KMS key of a tenant whose plan promises one",
      actions: ["kms:CreateKey"],
      resources: ["*"],
      conditions: {
        ...tagging,
        StringEquals: { "kms:KeySpec": "SYMMETRIC_DEFAULT", "kms:KeyUsage": "ENCRYPT_DECRYPT" },
        Bool: { "kms:MultiRegion": "false", "kms:BypassPolicyLockoutSafetyCheck": "false" },
      },
    },
    {
      sid: "TagTenantKeys",
      why: "name the tenant on the key as it is made; keys of the stamp itself cannot be made to look like a tenant's",
      actions: ["kms:TagResource"],
      resources: [anyKey],
      conditions: { ...tagging, Null: { ...tagging.Null, "aws:ResourceTag/bailiwick:stack": "true" } },
    },
    {
      sid: "NameTenantKeys",
      why: "find the key again under the region's own prefix",
      actions: ["kms:CreateAlias"],
      resources: [arns.of("kms", `${tenantAliasPrefix(region)}*`)],
    },
    {
      sid: "KeepTenantKeys",
      why: "give tenants' keys their alias, see their state and tenant, and hold their rotation",
      actions: [
        "kms:CreateAlias",
        "kms:DescribeKey",
        "kms:EnableKeyRotation",
        "kms:GetKeyRotationStatus",
        "kms:ListResourceTags",
      ],
      resources: [anyKey],
      conditions: { Null: tagged },
    },
    {
      sid: "NeverEndKeys",
      why: "never end or open up a key, whatever else comes to be allowed",
      effect: "Deny",
      actions: [
        "kms:CreateGrant",
        "kms:DeleteAlias",
        "kms:DisableKey",
        "kms:DisableKeyRotation",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:UpdateAlias",
      ],
      resources: ["*"],
    },
  ];
};
