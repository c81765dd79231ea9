import { readFile } from "node:fs/promises";
import { permissionsOf } from "@bailiwick/contract/product";
import { tenantEndpoint } from "@bailiwick/contract/region";
import { LocalFailure } from "../failure.ts";
import { readPlatformSecrets } from "../folder/secrets.ts";
import { type Client, createClient } from "../http/client.ts";
import type { Plan } from "../platform/plan.ts";
import { field, list, type Session, signIn } from "../seed/session.ts";
import { type SeedTenant, seedTenants } from "../seed/tenants.ts";

/** What was shown to work, in words. */
export type Shown = readonly string[];

/**
 * Uses the platform as a client would, through the edges: signs in, is refused in the wrong region and by the core API
 * itself, runs into a limit, and finds itself in the audit log. Throws `LocalFailure` for the first thing that is not so.
 */
export const smoke = async (plan: Plan): Promise<Shown> => {
  const ca = await readFile(plan.paths.authority.certificate, "utf8");
  const from = (last: number): Client =>
    createClient({ ca, localAddress: process.platform === "linux" ? `127.0.2.${last}` : undefined });
  const clients = { person: from(1), flood: from(2) };
  try {
    const tenants = seedTenants(plan);
    await Promise.all(
      tenants.map(async (tenant) => {
        const began = Date.now();
        const session = await signedIn(plan, clients.person, tenant);
        await wrongRegion(plan, clients.person, tenant);
        if (permissionsOf(plan.product, [tenant.owner.role]).has("audit:read")) await audited(session, tenant, began);
      }),
    );
    for (const { ports } of plan.regions) await unsigned(ports.api);
    const [first] = tenants;
    if (first !== undefined) await limited(clients.flood, first, plan);
    return ["sign-in 200", "wrong region 421", "unsigned at the core API 421", "rate limit 429", "audit written"];
  } finally {
    clients.person.close();
    clients.flood.close();
  }
};

const signedIn = async (plan: Plan, client: Client, { slug, endpoint, owner }: SeedTenant): Promise<Session> => {
  // Read again: the seed may have made them since the plan was.
  const passwords = (await readPlatformSecrets(plan.paths))?.passwords[slug] ?? {};
  return signIn(client, { endpoint, email: owner.email, password: passwords[owner.email] ?? "" });
};

const wrongRegion = async (
  { registry, product }: Plan,
  client: Client,
  { slug, region, endpoint }: SeedTenant,
): Promise<void> => {
  const header = product.names.regionEndpointHeader.toLowerCase();
  for (const other of registry.regions.filter(({ id }) => id !== region.id)) {
    const url = `${tenantEndpoint(other, slug)}/api/v1/flows`;
    const { status, headers, text } = await client.call(url);
    if (status !== 421 || headers[header] !== endpoint) {
      throw red(
        `${url} must be answered 421 with ${header}: ${endpoint}`,
        `${status} ${headers[header] ?? ""} ${text}`,
      );
    }
  }
};

const audited = async (session: Session, { owner }: SeedTenant, since: number): Promise<void> => {
  const { json } = await session.call("/api/v1/audit?limit=20", { expect: [200] });
  const seen = list(json, "items").some((event) => {
    const at = Date.parse(field(event, "occurredAt") ?? "");
    return /sign[-_.]?in/i.test(field(event, "action") ?? "") && at >= since - 1000;
  });
  if (!seen) throw red(`the sign-in of ${owner.email} must be in the audit log`, JSON.stringify(json));
};

/** The private port believes nobody but its edge. */
const unsigned = async (port: number): Promise<void> => {
  const { status } = await fetch(`http://127.0.0.1:${port}/api/v1/flows`);
  if (status !== 421)
    throw red(`an unsigned request to the core API on port ${port} must be answered 421`, String(status));
};

/** Bodies that no sign-in reads, so that running into the limit costs no password check. */
const limited = async (client: Client, { endpoint }: SeedTenant, { product }: Plan): Promise<void> => {
  const url = `${endpoint}/api/v1/auth/sign-in`;
  const tries = Math.max(...product.limits.authentication.map(({ burst, quota }) => burst + quota)) + 2;
  for (let at = 0; at < tries; at++) {
    const { status, headers } = await client.call(url, { method: "POST", body: {} });
    if (status === 429 && Number(headers["retry-after"]) > 0) return;
  }
  throw red(`${url} must be limited`, `${tries} requests were not`);
};

const red = (what: string, detail: string): LocalFailure =>
  new LocalFailure({
    code: "smoke-failed",
    message: `The platform runs but is not right: ${what}.`,
    detail: detail.slice(0, 800),
    suggestion: (command) => `See the logs: ${command("logs")}`,
    exitCode: 1,
  });
