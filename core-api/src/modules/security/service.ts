import { admits, canonicalCidr } from "@bailiwick/contract/address";
import { planEntitles } from "@bailiwick/contract/product";
import { type Actor, scopeOf } from "../../platform/auth/actor.ts";
import { standing } from "../../platform/auth/standing.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Allowlist } from "./schema.ts";

/** From which addresses a tenant may be reached. The edge enforces it; the catalog holds it. */
export const createSecurityService = ({
  database,
  audit,
  permissions,
  product,
}: Pick<Platform, "database" | "audit" | "permissions" | "product">) => {
  const read = async (orgId: string): Promise<readonly string[]> => {
    const [row] = await database.catalog<{ allowlist: string[] }[]>`
      select allowlist::text[] as allowlist from catalog.org_by_id(${orgId})`;
    return ours(row?.allowlist);
  };
  /** Answers the list that was replaced. */
  const replace = async (orgId: string, allow: readonly string[]): Promise<readonly string[]> => {
    const [row] = await database.catalog<{ before: string[] }[]>`
      select catalog.set_allowlist(${orgId}, ${[...allow]}::text[]::cidr[])::text[] as before`;
    return ours(row?.before);
  };

  return {
    /** Throws `Forbidden` without `security:read`. */
    async allowlist(actor: Actor): Promise<Allowlist> {
      permissions.require(actor, "security:read");
      const witness = await audit.witness(actor);
      const allow = await read(actor.tenant.id);
      await witness.record({ action: "security.allowlist_read", targetType: "allowlist" });
      return { allow: [...allow] };
    },

    /**
     * Replaces the list. Throws `conflict` when the caller would shut himself out, `Forbidden` without `security:write`,
     * `plan-does-not-allow` where the product sells address rules with other plans.
     */
    async replaceAllowlist(actor: Actor, wanted: readonly string[]): Promise<Allowlist> {
      permissions.require(actor, "security:write");
      // A list that is there may always be emptied, also after a change to a plan without it.
      if (wanted.length > 0 && !planEntitles(product, actor.tenant.plan, "network.allowlist")) {
        throw new ProblemError("plan-does-not-allow", { detail: "The plan does not include address rules." });
      }
      const allow = [...new Set(wanted)].sort();
      if (allow.length > 0 && !admits(allow, actor.address)) {
        throw new ProblemError("conflict", { detail: "The list would shut out the address you are calling from." });
      }
      const witness = await audit.witness(actor);
      const orgId = actor.tenant.id;
      // Two databases, and a process that may die between them: what is asked for is recorded before, the outcome after. A
      // request without an outcome may or may not have taken effect.
      const deed = { targetType: "allowlist" };
      await witness.record({ ...deed, action: "security.allowlist_change_requested", details: { after: allow } });
      await database.withOrg(scopeOf(actor), async (tx) => {
        // One change after the other, so that the records follow one another as the lists do.
        await tx`select pg_advisory_xact_lock(hashtextextended(${`allowlist ${orgId}`}, 0))`;
        permissions.require(await standing(tx, product, actor), "security:write");
        const before = await replace(orgId, allow);
        await witness.append(tx, { ...deed, action: "security.allowlist_changed", details: { before, after: allow } });
      });
      return { allow };
    },
  };
};

export type SecurityService = ReturnType<typeof createSecurityService>;

/** The ranges as they were given: the database prints some of them in another way. */
const ours = (ranges: readonly string[] = []): readonly string[] =>
  ranges.map((range) => canonicalCidr(range) ?? range);
