import { readFile } from "node:fs/promises";
import { permissionsOf } from "@bailiwick/contract/product";
import { writeInstance } from "../folder/instance.ts";
import { writePlatformSecrets } from "../folder/secrets.ts";
import { type Client, createClient } from "../http/client.ts";
import type { Plan } from "../platform/plan.ts";
import { createTenant } from "./create-tenant.ts";
import { createFlows } from "./flows.ts";
import { createPeople } from "./people.ts";
import { signIn } from "./session.ts";
import { newPassword, type SeedTenant, type SeedUser, seedTenants } from "./tenants.ts";

export { type SeedTenant, seedTenants } from "./tenants.ts";

export interface Seeded {
  readonly tenants: number;
  readonly users: number;
  /** Events that the calls below have left in the audit log, at least. */
  readonly events: number;
}

/** With changes and deletions two thirds of what one user may do at once. */
const flowsOfEach = 45;

/**
 * Fills a new platform with two tenants, their people and their work, all through the API and the edges. Started again
 * after it was interrupted, it goes on where it was. Returns `undefined` when all is there already.
 */
export const seed = async (plan: Plan): Promise<Seeded | undefined> => {
  const { paths, product, earlier } = plan;
  if (earlier?.seededAt !== undefined) return undefined;
  const tenants = seedTenants(plan);
  const passwords = { ...plan.secrets.passwords };
  for (const { slug, owner, users } of tenants) {
    const made = [owner, ...users].map(({ email }) => [email, newPassword(product.passwords.minLength)]);
    passwords[slug] = { ...Object.fromEntries(made), ...passwords[slug] };
  }
  // Before anything is created with them: a password that is lost is a tenant that is lost.
  await writePlatformSecrets(paths, { ...plan.secrets, passwords });

  const ca = await readFile(paths.authority.certificate, "utf8");
  const clients = seedClients(ca);
  try {
    const events = await Promise.all(
      tenants.map((tenant) => seedTenant(plan, clients, tenant, passwords[tenant.slug] ?? {})),
    );
    await writeInstance(paths, { ...earlier, product: product.id, seededAt: new Date().toISOString() });
    return {
      tenants: tenants.length,
      users: tenants.reduce((sum, { users }) => sum + 1 + users.length, 0),
      events: events.reduce((sum, count) => sum + count, 0),
    };
  } finally {
    clients.close();
  }
};

const seedTenant = async (
  { product }: Plan,
  clients: SeedClients,
  tenant: SeedTenant,
  passwords: Readonly<Record<string, string>>,
): Promise<number> => {
  const { endpoint, owner, users } = tenant;
  const session = (user: SeedUser, at: number) =>
    signIn(clients.next(at), { endpoint, email: user.email, password: passwords[user.email] ?? "" });

  await createTenant(clients.next(0), tenant, passwords[owner.email] ?? "");
  const owning = await session(owner, 0);
  await createPeople(owning, tenant, passwords);
  let events = 1 + 2 * users.length;
  events += await createFlows(owning, flowsOfEach);
  // Checking a password takes a quarter of a second on purpose: one colleague is enough for a log with two names in it.
  const colleague = users.findIndex(({ role }) => {
    const held = permissionsOf(product, [role]);
    return held.has("flow:write") && held.has("flow:delete");
  });
  const found = users[colleague];
  if (found !== undefined) events += 1 + (await createFlows(await session(found, 1), flowsOfEach));
  return events;
};

interface SeedClients {
  next(at: number): Client;
  close(): void;
}

/** Edges limit by client address; Linux lets every person come from one of their own. */
const seedClients = (ca: string): SeedClients => {
  const addresses = process.platform === "linux" ? [0, 1, 2, 3].map((at) => `127.0.1.${at + 1}`) : [undefined];
  const clients = addresses.map((localAddress) => createClient({ ca, localAddress }));
  const [first] = clients;
  if (first === undefined) throw new Error("there is no address to come from");
  return {
    next: (at) => clients[at % clients.length] ?? first,
    close() {
      for (const client of clients) client.close();
    },
  };
};
