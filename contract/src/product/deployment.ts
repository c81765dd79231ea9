import * as z from "zod";

/** `saas`: the vendor's cloud account. `invpc`: the customer's. `selfhosted`: the customer's Kubernetes or machine. */
export const deploymentModes = ["saas", "invpc", "selfhosted"] as const;

export type DeploymentMode = (typeof deploymentModes)[number];

const mode = z.strictObject({
  /**
   * Where model calls go: `region` is the private endpoint of the tenant's region, `customer` one inside the customer's
   * boundary.
   */
  modelEndpoint: z.enum(["region", "customer"]),
  /** Stores that may hold the deployment's secrets. */
  secretStores: z.array(z.enum(["aws-secrets-manager", "azure-key-vault", "customer"])).min(1),
  /** Whether telemetry is sent until `names.telemetryVariable` says otherwise. */
  telemetry: z.enum(["on", "off"]),
});

/** How the product is deployed. A mode that is absent is not sold. */
export const deployment = z.strictObject({
  modes: z.partialRecord(z.enum(deploymentModes), mode).refine((modes) => Object.keys(modes).length > 0, {
    error: "must have at least one mode",
  }),
  /** Whether an install for one tenant may run without row security. With several tenants it is always required. */
  singleTenantRowSecurity: z.enum(["required", "optional"]),
});
