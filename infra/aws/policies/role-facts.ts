import type { Input } from "@pulumi/pulumi";
import type { Arns } from "../arn.ts";
import type { DatabaseFacts, KeyFacts, SecretFacts, StorageFacts } from "../parts.ts";
import type { TenantKeyScope } from "../tenant-keys.ts";

export const taskNames = ["api", "worker", "edge", "smoke"] as const;
export type TaskName = (typeof taskNames)[number];

/** What the policies of the workload's roles are written from. Plain strings give plain documents. */
export interface RoleFacts {
  readonly arns: Arns;
  /** What the keys that tenants have of their own are told from others by. */
  readonly tenantKeys: TenantKeyScope;
  readonly images: { readonly coreApi: string; readonly edge: string };
  readonly keys: Pick<KeyFacts, "dataKeyArn" | "auditKeyArn" | "secretsKeyArn">;
  readonly databases: Pick<DatabaseFacts, "catalog" | "tenantServers">;
  readonly storage: { readonly [Bucket in keyof StorageFacts]: { readonly arn: Input<string> } };
  readonly secrets: SecretFacts;
  /** False where the secret of the pepper is another region's, or the operator's. */
  readonly makesPepper: boolean;
  readonly logGroups: Readonly<Record<TaskName, Input<string>>>;
  /** In Cloudflare's placement: what runs instead of the edge. */
  readonly connector?: { readonly image: string; readonly tokenSecretArn: string };
  /** Ids of the foundation models that the API may call. */
  readonly models: readonly string[];
}
