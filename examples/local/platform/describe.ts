import type { State } from "../folder/state.ts";
import { seedTenants } from "../seed/tenants.ts";
import type { ServiceStatus } from "../supervisor/index.ts";
import type { Plan } from "./plan.ts";

/** The content of `state.json`. */
export const describe = (
  plan: Plan,
  { startedAt, readyAt }: { readonly startedAt: Date; readonly readyAt: Date | undefined },
  services: readonly ServiceStatus[],
): State => ({
  name: plan.paths.name,
  product: plan.product.id,
  startedAt: startedAt.toISOString(),
  readyAt: readyAt?.toISOString(),
  pid: process.pid,
  regions: plan.regions.map(({ id, baseUrl, ports }) => ({
    id,
    edgeUrl: baseUrl,
    apiUrl: `http://127.0.0.1:${ports.api}`,
    caFile: plan.paths.authority.certificate,
    databaseUrl: `postgres://127.0.0.1:${ports.postgres}`,
  })),
  global: { url: plan.registry.globalUrl },
  tenants: seedTenants(plan).map(({ slug, region, endpoint, owner }) => ({
    slug,
    region: region.id,
    endpoint,
    signInName: owner.email,
  })),
  services,
});
