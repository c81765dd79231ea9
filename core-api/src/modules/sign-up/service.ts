import type { PinDirectory } from "@bailiwick/contract/pins";
import type { Product } from "@bailiwick/contract/product";
import type { Registry } from "@bailiwick/contract/region";
import type { Sql } from "../../platform/db/index.ts";
import { SignUpRefused } from "./refused.ts";
import type { Repeat } from "./repeat.ts";
import { type SignUpInput, settleRequest } from "./request.ts";

export type SignUpState = "pending" | "running" | "done" | "failed";

export interface SignUpView {
  readonly id: string;
  readonly state: SignUpState;
  readonly slug: string;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

/** A sign-up as it was recorded for a request, or found under the request's idempotency key. */
export interface RequestedSignUp extends SignUpView {
  readonly created: boolean;
}

export interface TenantView {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly plan: string;
  readonly region: string;
  readonly state: string;
  readonly createdAt: Date;
}

export interface SignUpRequestOptions {
  /** Tells a repeated request. */
  readonly repeat?: Repeat | undefined;
  /** Id of the platform administrator's request: his record is kept with the sign-up, or neither is. */
  readonly adminRequestId?: string | undefined;
}

export interface SignUpService {
  /**
   * Records the request; the worker carries it out. A repeated one answers the first, for 24 hours. Throws `SignUpRefused`
   * for what can be told at once.
   */
  requestSignUp(input: SignUpInput, options?: SignUpRequestOptions): Promise<RequestedSignUp>;
  /** `undefined` for an id that was never given out. */
  showSignUp(id: string): Promise<SignUpView | undefined>;
  /** This region's tenants, newest first; `after` is the last id of the page before. */
  listTenants(after: string | undefined, limit: number): Promise<readonly TenantView[]>;
  showTenant(slug: string): Promise<TenantView | undefined>;
  /**
   * Takes the name from the organisation that has it, which keeps all else, suspended, under the name that is answered; with
   * the record of the administrator's request. `undefined` where nobody has it, or a tenant that is open, unless `inConflict`.
   */
  releaseName(slug: string, inConflict: boolean, adminRequestId: string): Promise<ReleasedName | undefined>;
}

export interface ReleasedName {
  readonly id: string;
  readonly keptAs: string;
}

export interface SignUpServiceOptions {
  /** The catalog, as role app. */
  readonly catalog: Sql;
  readonly product: Product;
  readonly registry: Registry;
  readonly region: string;
  readonly directory: Pick<PinDirectory, "lookup">;
}

interface OrgRow extends Omit<TenantView, "createdAt"> {
  readonly created_at: Date;
}

export const createSignUpService = (options: SignUpServiceOptions): SignUpService => {
  const { catalog, product, registry, region, directory } = options;

  const show = async (id: string): Promise<SignUpView | undefined> => {
    const [row] = await catalog<SignUpView[]>`select id, state, slug, error from catalog.sign_up_get(${id})`;
    if (row === undefined) return undefined;
    return { ...row, error: row.error == null ? undefined : { code: row.error.code, message: row.error.message } };
  };

  return {
    async requestSignUp(input, { repeat, adminRequestId } = {}) {
      const request = settleRequest(input, { product, registry, here: region });
      // A repeated request is answered before the slug is looked at: by now it is taken, by this very request.
      if (repeat === undefined) await refuseTaken(directory, request.slug);
      const [begun] = await catalog<{ id: string; same: boolean; created: boolean }[]>`
        select id, same, created
          from catalog.sign_up_begin(
                 ${repeat?.keyHash ?? null}, ${JSON.stringify(request)}, ${repeat?.digest ?? null}, ${adminRequestId ?? null})`;
      if (begun === undefined) throw new Error("the sign-up was not recorded");
      if (!begun.same) {
        throw new SignUpRefused("idempotency-key-reused", "The idempotency key belongs to another request.");
      }
      const view = await show(begun.id);
      if (view === undefined) throw new Error("the sign-up was not recorded");
      return { ...view, created: begun.created };
    },
    showSignUp: show,
    async listTenants(after, limit) {
      const rows = await catalog<OrgRow[]>`
        select id, slug, name, plan, region, state, created_at from catalog.org_list(${after ?? null}, ${limit})`;
      return rows.map(tenantView);
    },
    async showTenant(slug) {
      const [row] = await catalog<OrgRow[]>`
        select id, slug, name, plan, region, state, created_at from catalog.org_by_slug(${slug})`;
      return row === undefined ? undefined : tenantView(row);
    },
    async releaseName(slug, inConflict, adminRequestId) {
      const [row] = await catalog<ReleasedName[]>`
        select id, kept_as as "keptAs" from catalog.release_name(${slug}, ${inConflict}, ${adminRequestId})`;
      return row;
    },
  };
};

const refuseTaken = async (directory: Pick<PinDirectory, "lookup">, slug: string): Promise<void> => {
  const pin = await directory.lookup(slug);
  if (pin.kind === "pinned") throw new SignUpRefused("slug-taken", "The slug is taken.");
};

const tenantView = ({ created_at, ...row }: OrgRow): TenantView => ({ ...row, createdAt: created_at });
