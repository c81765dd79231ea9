import { stackTag, tenantTag } from "../tenant-keys.ts";
import type { Grant } from "./grant.ts";
import type { RoleFacts } from "./role-facts.ts";

type Use = "kms:Encrypt" | "kms:Decrypt";

/** What the core API writes into the encryption context of every use of a key of its own. */
const ownUse = { "kms:EncryptionContext:bailiwick:use": "wrap" };

/**
 * Direct use of KMS keys: the region's, and those of this stack's tenants that have one. Never without the core API's own
 * encryption context, so that what S3 or RDS encrypted under the same key cannot be opened around them.
 */
export const wrapGrants = (
  { arns, keys, tenantKeys }: Pick<RoleFacts, "arns" | "keys" | "tenantKeys">,
  uses: readonly Use[],
): readonly Grant[] => {
  const verb = uses.includes("kms:Encrypt") ? "wrap and unwrap" : "unwrap";
  return [
    {
      sid: "UseDataKey",
      why: `${verb} the keys of tenants under the region's data key`,
      actions: uses,
      resources: [keys.dataKeyArn],
      conditions: { StringEquals: ownUse },
    },
    {
      sid: "UseTenantKeys",
      why: `${verb} the keys of tenants that have a KMS key of their own, made by this stack`,
      actions: uses,
      resources: [arns.of("kms", "key/*")],
      conditions: {
        StringEquals: { ...ownUse, [`aws:ResourceTag/${stackTag}`]: tenantKeys.stack },
        Null: { [`aws:ResourceTag/${tenantTag}`]: "false" },
      },
    },
  ];
};
