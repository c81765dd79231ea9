import type { PinAnswer, PinDirectory } from "@bailiwick/contract/pins";
import { LRUCache } from "lru-cache";
import type { Sql } from "../db/index.ts";

/** A tenant of this region as the catalog knows it. */
export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly plan: string;
  /** Database that holds its rows. */
  readonly database: string;
}

export type TenantAnswer =
  | { readonly kind: "here"; readonly tenant: Tenant; readonly frozen: boolean }
  | { readonly kind: "elsewhere"; readonly region: string }
  | { readonly kind: "unknown" }
  | { readonly kind: "unavailable" };

export interface Tenants {
  /** Where the tenant is; at once when both pin and row are remembered. Rejects when the catalog does not answer. */
  resolve(slug: string): TenantAnswer | Promise<TenantAnswer>;
  /** Forgets a row, so that the next request reads it again. */
  forget(slug: string): void;
}

export interface TenantsOptions {
  readonly region: string;
  readonly catalog: Sql;
  readonly directory: Pick<PinDirectory, "peek" | "lookup">;
  /** Longest time a row of the catalog is believed. @default 5 */
  readonly rowSeconds?: number;
  readonly maxRows?: number;
}

interface OrgRow extends Tenant {
  readonly state: "provisioning" | "active" | "frozen" | "moved" | "suspended";
  readonly moved_to: string | null;
}

const unknown: TenantAnswer = { kind: "unknown" };
const unavailable: TenantAnswer = { kind: "unavailable" };

/** Looks tenants up: first the signed pins, which rule, then the catalog's row. */
export const createTenants = ({
  region,
  catalog,
  directory,
  rowSeconds = 5,
  maxRows = 10_000,
}: TenantsOptions): Tenants => {
  // Answers, not rows: the hot path hands out the same object again.
  const rows = new LRUCache<string, TenantAnswer>({ max: maxRows, ttl: rowSeconds * 1000, ttlResolution: 50 });
  const loading = new Map<string, Promise<TenantAnswer>>();

  const load = async (slug: string): Promise<TenantAnswer> => {
    const [row] = await catalog<OrgRow[]>`
      select id, slug, name, plan, database, state, moved_to from catalog.org_by_slug(${slug})`;
    const answer = ofRow(row);
    if (answer.kind === "here") rows.set(slug, answer);
    return answer;
  };

  const row = (slug: string): TenantAnswer | Promise<TenantAnswer> => {
    const known = rows.get(slug) ?? loading.get(slug);
    if (known !== undefined) return known;
    const one = load(slug).finally(() => loading.delete(slug));
    loading.set(slug, one);
    return one;
  };

  const afterPin = (slug: string, pin: PinAnswer): TenantAnswer | Promise<TenantAnswer> => {
    if (pin.kind === "unknown") return unknown;
    if (pin.kind === "unavailable") return unavailable;
    if (pin.region !== region) return { kind: "elsewhere", region: pin.region };
    // The shape of a suspended tenant is that of one that does not exist.
    if (pin.state === "suspended" || pin.state === "moved") return unknown;
    const known = row(slug);
    if (pin.state === "active") return known;
    return known instanceof Promise ? known.then(freeze) : freeze(known);
  };

  return {
    resolve(slug) {
      const pin = directory.peek(slug);
      return pin === undefined ? directory.lookup(slug).then((found) => afterPin(slug, found)) : afterPin(slug, pin);
    },
    forget: (slug) => void rows.delete(slug),
  };
};

const ofRow = (row: OrgRow | undefined): TenantAnswer => {
  if (row === undefined || row.state === "provisioning" || row.state === "suspended") return unknown;
  if (row.state === "moved") return row.moved_to === null ? unknown : { kind: "elsewhere", region: row.moved_to };
  const { id, slug, name, plan, database } = row;
  return { kind: "here", tenant: Object.freeze({ id, slug, name, plan, database }), frozen: row.state === "frozen" };
};

const freeze = (answer: TenantAnswer): TenantAnswer => (answer.kind === "here" ? { ...answer, frozen: true } : answer);
