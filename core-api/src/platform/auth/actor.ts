import type { Permission } from "@bailiwick/contract/names";
import type { OrgScope } from "../db/index.ts";
import type { RequestFacts } from "../http/env.ts";
import { fieldOf } from "../http/env.ts";
import type { Tenant } from "../http/tenants.ts";

/** A request to a tenant, whether or not anybody is signed in: what an audit record needs to know. */
export interface Caller {
  readonly tenant: Tenant;
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string;
}

/** A signed-in user and the request he makes. */
export interface Actor extends Caller {
  readonly userId: string;
  readonly sessionId: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<Permission>;
}

const maxUserAgent = 512;

/** The caller of a request that has a tenant. */
export const callerOf = (facts: RequestFacts, tenant: Tenant): Caller => ({
  tenant,
  requestId: facts.requestId,
  address: facts.clientAddress,
  userAgent: fieldOf(facts.fields, "user-agent")?.slice(0, maxUserAgent) ?? "",
});

/** Under whose name the database is asked. */
export const scopeOf = ({
  tenant,
  userId,
}: {
  readonly tenant: Tenant;
  readonly userId?: string | undefined;
}): OrgScope => ({
  orgId: tenant.id,
  userId,
  database: tenant.database,
});
