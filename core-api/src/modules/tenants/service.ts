import { isTenantSlug } from "@bailiwick/contract/names";
import { maySelfRegister, planById } from "@bailiwick/contract/product";
import { tenantEndpoint } from "@bailiwick/contract/region";
import { checkNewPassword } from "../../platform/auth/password-rule.ts";
import { isUuid } from "../../platform/db/index.ts";
import { decodeCursor, type Page, pageOf } from "../../platform/http/cursor.ts";
import { notFound, ProblemError } from "../../platform/http/problem-error.ts";
import { invalid } from "../../platform/http/validation.ts";
import type { Platform } from "../../platform/platform.ts";
import {
  repeatOf,
  SignUpRefused,
  type SignUpRoute,
  type SignUpService,
  type SignUpView,
  settleRequest,
  type TenantView,
} from "../sign-up/index.ts";
import type { NewTenant, ReleasedNameAnswer, SignUpAnswer, TenantAnswer } from "./schema.ts";

type Parts = "events" | "product" | "registry" | "region" | "directory" | "passwords" | "keyedDigest";

export type TenantServiceOptions = Pick<Platform, Parts> & {
  readonly signUps: SignUpService;
};

/** An accepted request. */
export interface AcceptedSignUp {
  readonly answer: SignUpAnswer;
  /** True when an earlier request under the same idempotency key is answered. */
  readonly repeated: boolean;
}

/** Tenants of this region as their founders and the platform administrator see them. */
export const createTenantService = (options: TenantServiceOptions) => {
  const { product, registry, region, directory, passwords, keyedDigest, signUps, events } = options;

  const begin = async (
    wanted: NewTenant,
    idempotencyKey: string | undefined,
    route: SignUpRoute,
    adminRequestId?: string,
  ): Promise<AcceptedSignUp> => {
    const { organisation, slug, plan = product.defaultPlan, region: wantedRegion, owner } = wanted;
    checkNewPassword(owner.password, product.passwords, "body.owner.password");
    const { password, ...person } = owner;
    const input = { organisation, slug, plan, region: wantedRegion };
    try {
      // Asked before the password is hashed: a request that cannot succeed must cost nothing.
      settleRequest({ ...input, owner: { ...person, passwordHash: "" } }, { product, registry, here: region.id });
      if (idempotencyKey === undefined && (await directory.lookup(slug)).kind === "pinned") {
        throw new SignUpRefused("slug-taken", "The slug is taken.");
      }
      const passwordHash = await passwords.hash(password);
      const repeat =
        idempotencyKey === undefined
          ? undefined
          : repeatOf({ route, idempotencyKey, input: { ...input, owner: person }, password, keyedDigest });
      const requested = await signUps.requestSignUp(
        { ...input, owner: { ...person, passwordHash } },
        { repeat, adminRequestId },
      );
      return { answer: showSignUp(requested), repeated: !requested.created };
    } catch (error) {
      if (error instanceof SignUpRefused) throw problemOf(error);
      throw error;
    }
  };

  return {
    /** Asks for a tenant of one's own. Throws `forbidden` or `plan-does-not-allow` for what only the administrator makes. */
    async signUp(wanted: NewTenant, idempotencyKey: string | undefined): Promise<AcceptedSignUp> {
      if (product.selfRegistration === false) {
        throw new ProblemError("forbidden", { detail: "Organisations of this product are created by its operator." });
      }
      const { plan = product.defaultPlan } = wanted;
      if (planById(product, plan) !== undefined && !maySelfRegister(product, plan)) {
        throw new ProblemError("plan-does-not-allow", { detail: "Tenants on this plan are created by the operator." });
      }
      return begin(wanted, idempotencyKey, "sign-up by a visitor");
    },

    /** Creates a tenant as platform administrator; recorded in the catalog with the request itself, a refusal too. */
    async create(requestId: string, wanted: NewTenant, idempotencyKey: string | undefined): Promise<AcceptedSignUp> {
      try {
        return await begin(wanted, idempotencyKey, "tenant by the platform administrator", requestId);
      } catch (error) {
        if (error instanceof ProblemError) {
          await events.record({ requestId, action: "tenant.requested", slug: wanted.slug, outcome: "failed" });
        }
        throw error;
      }
    },

    /** How far a sign-up has come. */
    async progress(id: string): Promise<SignUpAnswer> {
      const view = isUuid(id) ? await signUps.showSignUp(id) : undefined;
      if (view === undefined) throw notFound();
      return showSignUp(view);
    },

    /** Newest first; recorded in the catalog. */
    async list(requestId: string, query: { limit: number; cursor?: string | undefined }): Promise<Page<TenantAnswer>> {
      const after = decodeCursor(query.cursor);
      await events.record({ requestId, action: "tenant.listed" });
      return pageOf(await signUps.listTenants(after ?? undefined, query.limit + 1), query.limit, showTenant);
    },

    /** Recorded in the catalog. */
    async show(requestId: string, slug: string): Promise<TenantAnswer> {
      const known = isTenantSlug(slug) ? slug : undefined;
      const view = known === undefined ? undefined : await signUps.showTenant(known);
      const outcome = view === undefined ? "failed" : "success";
      await events.record({ requestId, action: "tenant.shown", slug: known, outcome });
      if (view === undefined) throw notFound();
      return showTenant(view);
    },

    /**
     * Has this region give up a name that it only claims, or that another region has as well; recorded in the catalog.
     * Throws `conflict` for a tenant that is alone in having its name.
     */
    async release(requestId: string, slug: string): Promise<ReleasedNameAnswer> {
      const known = isTenantSlug(slug) ? await signUps.showTenant(slug) : undefined;
      const pin = await directory.lookup(slug);
      const inConflict = pin.kind === "unavailable" && pin.reason === "conflict";
      const released = known === undefined ? undefined : await signUps.releaseName(slug, inConflict, requestId);
      if (released !== undefined) return { ...released, slug };
      const named = known === undefined ? {} : { slug };
      await events.record({ requestId, action: "tenant.released", ...named, outcome: "failed" });
      if (known === undefined) throw notFound();
      throw new ProblemError("conflict", { detail: "The name is a tenant's, and no other region's." });
    },
  };

  function showSignUp({ id, state, slug, error }: SignUpView): SignUpAnswer {
    const endpoint = state === "done" ? tenantEndpoint(region, slug) : null;
    return { id, state, slug, endpoint, error: error === undefined ? null : { ...error } };
  }

  function showTenant({ createdAt, ...view }: TenantView): TenantAnswer {
    return { ...view, endpoint: tenantEndpoint(region, view.slug), createdAt: createdAt.toISOString() };
  }

  function problemOf({ reason, message, region: right }: SignUpRefused): ProblemError {
    switch (reason) {
      case "unknown-plan":
        return invalid([{ path: "body.plan", message }]);
      case "slug-not-allowed":
        return invalid([{ path: "body.slug", message }]);
      case "slug-taken":
      case "idempotency-key-reused":
        return new ProblemError("conflict", { detail: message });
      case "region-not-in-plan":
        return new ProblemError("plan-does-not-allow", { detail: message });
      case "self-registration-off":
        return new ProblemError("forbidden", { detail: message });
      case "other-region": {
        const endpoint = registry.regions.find(({ id }) => id === right)?.baseUrl;
        if (endpoint === undefined) return new ProblemError("plan-does-not-allow", { detail: message });
        return new ProblemError("wrong-region", {
          detail: message,
          extensions: { region: right, endpoint },
          headers: { [product.names.regionEndpointHeader.toLowerCase()]: endpoint },
        });
      }
    }
  }
};

export type TenantService = ReturnType<typeof createTenantService>;
