import type { HttpBindings } from "@hono/node-server";
import type { Actor } from "../auth/actor.ts";
import type { Tenant } from "./tenants.ts";

/** What is known of a request before a route sees it. Once it has passed the front door, this region's edge signed it all. */
export interface RequestFacts {
  requestId: string;
  /** Without port; `-` on the private port. */
  clientAddress: string;
  /** True when this region's edge signed it; false for operational paths on the private port. */
  signed: boolean;
  /** The tenant asked for, pinned here; `undefined` on a route without one. */
  tenant: Tenant | undefined;
  /** Who asks, once a guard has established it. */
  actor: Actor | undefined;
  /** Pattern of the route, for metrics; set by the route's guard. */
  route: string;
  readonly method: string;
  /** Header fields by lower case name. */
  readonly fields: HeaderFields;
}

export type HeaderFields = Readonly<Record<string, string | string[] | undefined>>;

/** A header field as one string, or `undefined`. */
export const fieldOf = (fields: HeaderFields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === "string" ? value : value?.join(", ");
};

export interface ApiEnv {
  Bindings: Partial<HttpBindings> & { facts: RequestFacts };
  Variables: {
    /** Set by the guard of a route that needs one. */
    actor: Actor;
    /** Set by the guard of a route of a tenant. */
    tenant: Tenant;
  };
}
