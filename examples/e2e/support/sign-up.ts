import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../../local/http/client.ts";
import { body, signedIn, type TenantApi } from "./tenant.ts";

export interface NewTenant {
  /** Base URL of the region's edge. */
  readonly edgeUrl: string;
  readonly region: string;
  readonly slug: string;
  readonly plan: string;
}

/** Signs an organisation up as anybody may, waits until its region serves it, and signs its owner in. */
export const signUp = async (client: Client, { edgeUrl, region, slug, plan }: NewTenant): Promise<TenantApi> => {
  const password = randomBytes(18).toString("base64url");
  const email = `owner@${slug}.test`;
  const accepted = await client.call(`${edgeUrl}/api/v1/sign-up`, {
    method: "POST",
    headers: { "idempotency-key": randomUUID() },
    body: { organisation: slug, slug, plan, region, owner: { email, name: "Owner", password } },
  });
  const { id } = body<{ id: string }>(accepted);
  if (accepted.status !== 202 || id === undefined) throw new Error(`${accepted.status}: ${accepted.text}`);
  for (let tries = 0; tries < 200; tries++) {
    const progress = await client.call(`${edgeUrl}/api/v1/sign-up/${id}`);
    const { state, endpoint } = body<{ state: string; endpoint: string }>(progress);
    if (state === "failed") throw new Error(progress.text);
    if (state === "done" && endpoint !== undefined && (await served(client, endpoint))) {
      return signedIn(client, endpoint, email, password);
    }
    await sleep(100);
  }
  throw new Error(`${slug} was not signed up`);
};

/** The region's edge has the new pin map. */
const served = async (client: Client, endpoint: string): Promise<boolean> =>
  (await client.call(`${endpoint}/api/v1/auth/session`)).status === 401;
