import { setTimeout as sleep } from "node:timers/promises";
import { headers } from "@bailiwick/contract/names";
import type { Client } from "../http/client.ts";
import { field, unexpected } from "./session.ts";
import type { SeedTenant } from "./tenants.ts";

const patienceMs = 60_000;

/**
 * Has the region create the tenant through the platform administrator's API, as in production, and waits until its edge
 * serves it. Once created, does nothing. Throws `LocalFailure`.
 */
export const createTenant = async (client: Client, tenant: SeedTenant, password: string): Promise<void> => {
  const { region, slug, organisation, plan, owner, endpoint } = tenant;
  const admin = { [headers.adminKey]: region.secrets.adminKey };
  const url = `${region.baseUrl}/api/v1/admin/tenants`;
  const accepted = await client.call(url, {
    method: "POST",
    headers: { ...admin, [headers.idempotencyKey]: `seed-${slug}` },
    body: { organisation, slug, plan, region: region.id, owner: { email: owner.email, name: owner.name, password } },
  });
  if (accepted.status !== 202 && accepted.status !== 200 && accepted.status !== 409) {
    throw unexpected(`Creating tenant ${slug}`, url, accepted.status, accepted.text);
  }
  const deadline = performance.now() + patienceMs;
  for (let pause = 20; ; pause = Math.min(pause * 1.5, 250)) {
    const state = await client.call(`${url}/${slug}`, { headers: admin });
    if (field(state.json, "state") === "active") break;
    if (performance.now() > deadline)
      throw unexpected(`Tenant ${slug} is not ready; it`, url, state.status, state.text);
    await sleep(pause);
  }
  for (let pause = 20; ; pause = Math.min(pause * 1.5, 250)) {
    // 401: the edge has the new map and lets the request through to the API, which knows no session.
    const { status, text } = await client.call(`${endpoint}/api/v1/auth/session`);
    if (status === 401) return;
    if (performance.now() > deadline) throw unexpected(`Tenant ${slug}`, endpoint, status, text);
    await sleep(pause);
  }
};
