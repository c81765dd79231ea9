import { randomBytes } from "node:crypto";
import type { Product } from "@bailiwick/contract/product";
import { tenantEndpoint } from "@bailiwick/contract/region";
import type { Plan, RegionPlan } from "../platform/plan.ts";

export interface SeedUser {
  readonly email: string;
  readonly name: string;
  readonly role: string;
}

export interface SeedTenant {
  readonly slug: string;
  readonly organisation: string;
  readonly plan: string;
  readonly region: RegionPlan;
  /** Origin of the tenant. */
  readonly endpoint: string;
  readonly owner: SeedUser;
  /** Beside the owner, one a role. */
  readonly users: readonly SeedUser[];
}

const organisations = [
  { slug: "acme", organisation: "Acme Corporation", names: ["Ana Ortiz", "Ben Osei", "Chen Wei", "Dana Levy"] },
  {
    slug: "globex",
    organisation: "Globex International",
    names: ["Emil Berg", "Fatou Diop", "Goran Ilic", "Hana Sato"],
  },
] as const;

/** The tenants of the first start: one in each region, with people in up to four roles. */
export const seedTenants = ({ product, regions, registry }: Plan): readonly SeedTenant[] =>
  organisations.flatMap(({ slug, organisation, names }, at): SeedTenant[] => {
    const [region, entry] = [regions[at], registry.regions[at]];
    if (region === undefined || entry === undefined) return [];
    const roles = [product.ownerRole, ...otherRoles(product)];
    const users = names.flatMap((name, index): SeedUser[] => {
      const role = roles[index];
      const first = name.split(" ")[0]?.toLowerCase();
      return role === undefined ? [] : [{ email: `${first}@${slug}.test`, name, role }];
    });
    const [owner, ...others] = users;
    if (owner === undefined) return [];
    const plan = planFor(product, region.id, at === 0 ? "shared" : "dedicated");
    return [{ slug, organisation, plan, region, endpoint: tenantEndpoint(entry, slug), owner, users: others }];
  });

/** A password nobody chose. */
export const newPassword = (minLength: number): string => randomBytes(Math.max(15, minLength)).toString("base64url");

const otherRoles = ({ roles, ownerRole }: Product): readonly string[] =>
  Object.entries(roles)
    .filter(([id, { service, reach }]) => id !== ownerRole && !service && reach === "organisation")
    .map(([id]) => id);

/** A plan that allows the region, placed as wanted where there is one: together they show both placements. */
const planFor = ({ plans, defaultPlan }: Product, region: string, placement: "shared" | "dedicated"): string => {
  const allowed = Object.entries(plans).filter(
    ([, plan]) => plan.regions.includes(region) && plan.modes.includes("saas"),
  );
  const wanted = allowed.filter(([, plan]) => plan.placement === placement);
  return (wanted.at(-1) ?? allowed.at(-1))?.[0] ?? defaultPlan;
};
