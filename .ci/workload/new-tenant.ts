import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { headers } from "../../contract/src/names/index.ts";
import { body, signedIn, type TenantApi } from "../../examples/e2e/support/tenant.ts";
import type { Client } from "../../examples/local/http/client.ts";
import type { Region } from "./region.ts";

/**
 * Has the region's operator create an organisation, where a product leaves that to nobody else, waits until the edge knows it,
 * and signs its owner in. Throws with what the region answers.
 */
export const createByOperator = async (
  client: Client,
  region: Pick<Region, "url" | "id" | "adminKey">,
  { slug, plan }: { readonly slug: string; readonly plan: string },
): Promise<TenantApi> => {
  const password = randomBytes(18).toString("base64url");
  const email = `owner@${slug}.test`;
  const accepted = await client.call(`${region.url}/api/v1/admin/tenants`, {
    method: "POST",
    headers: { [headers.adminKey]: await region.adminKey(), [headers.idempotencyKey]: randomUUID() },
    body: { organisation: slug, slug, plan, region: region.id, owner: { email, name: "Owner", password } },
  });
  const { id } = body<{ id: string }>(accepted);
  if (accepted.status !== 202 || id === undefined) throw new Error(`${accepted.status}: ${accepted.text}`);
  for (let tries = 0; tries < 200; tries++) {
    const progress = await client.call(`${region.url}/api/v1/sign-up/${id}`);
    const { state, endpoint } = body<{ state: string; endpoint: string }>(progress);
    if (state === "failed") throw new Error(progress.text);
    if (state === "done" && endpoint !== undefined) {
      const { status } = await client.call(`${endpoint}/api/v1/auth/session`);
      if (status === 401) return signedIn(client, endpoint, email, password);
    }
    await sleep(100);
  }
  throw new Error(`${slug} was not created`);
};
