import { admits, canonicalCidr } from "@bailiwick/contract/address";
import { planEntitles } from "@bailiwick/contract/product";
import { type Actor, scopeOf } from "../../platform/auth/actor.ts";
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
    return (row?.allowlist ?? []).map((range) => canonicalCidr(range) ?? range); // not as the database prints them
  };
  const write = (orgId: string, allow: readonly string[]) =>
    database.catalog`select catalog.set_allowlist(${orgId}, ${[...allow]}::text[]::cidr[])`;

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
      const before = await read(orgId);
      let written = false;
      try {
        // Two databases: the record goes first and is only committed when the catalog has taken the list.
        await database.withOrg(scopeOf(actor), async (tx) => {
          const details = { before, after: allow };
          await witness.append(tx, { action: "security.allowlist_changed", targetType: "allowlist", details });
          await write(orgId, allow);
          written = true;
        });
      } catch (error) {
        if (written) await write(orgId, before);
        throw error;
      }
      return { allow };
    },
  };
};

export type SecurityService = ReturnType<typeof createSecurityService>;
