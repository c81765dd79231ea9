import type { Input } from "@pulumi/pulumi";
import type { AwsContext } from "../context.ts";
import type { DatabaseFacts, KeyFacts, NetworkFacts, SecretFacts, StorageFacts } from "../parts.ts";
import type { TaskName } from "../policies/role-facts.ts";

/** What the containers of a stamp are told. */
export interface ProcessFacts {
  readonly context: Pick<AwsContext, "settings" | "product" | "registry" | "region" | "facts" | "stack">;
  readonly network: Pick<NetworkFacts, "ingressCidrs">;
  readonly keys: Pick<KeyFacts, "dataKeyArn">;
  readonly databases: Pick<DatabaseFacts, "catalog" | "tenantServers">;
  readonly storage: { readonly [Bucket in keyof StorageFacts]: { readonly name: Input<string> } };
  readonly secrets: SecretFacts;
  readonly logGroups: Readonly<Record<TaskName, Input<string>>>;
}

/** DNS name on the certificate of the core API, which the edge verifies; nobody resolves it. */
export const originName = ({ region, product }: Pick<AwsContext, "region" | "product">): string =>
  `origin.${region.id}.${product.id}.internal`;

/** Where both images keep the product profiles. */
export const productFile = ({ id }: AwsContext["product"]): string => `/app/products/${id}/index.ts`;
