import { describe, expect, it } from "vitest";
import { defineProduct } from "./define-product.ts";
import { defaultRegionForPlan, planAllowsRegion, planById, planEntitles, regionsForPlan } from "./plans.ts";
import { defaultRegion } from "./regions.ts";
import { maySelfRegister } from "./registration.ts";
import { retentionFor } from "./retention.ts";
import { organisationPermissions, permissionsOf, platformPermissions, roleById } from "./roles.ts";
import { sampleProduct } from "./testing/sample-product.ts";

const product = defineProduct(sampleProduct());
const inherited = ["constructor", "toString", "__proto__", "hasOwnProperty", ""];

describe("regions by plan", () => {
  it("come in the product's order, whatever order the plan has", () => {
    const draft = sampleProduct();
    if (draft.plans.small) draft.plans.small.regions = ["north-2", "north-1"];
    expect(regionsForPlan(defineProduct(draft), "small").map(({ id }) => id)).toEqual(["north-1", "north-2"]);
  });

  it("default to the product's default where the plan allows it, else to the plan's first", () => {
    expect(defaultRegion(product).id).toBe("north-1");
    expect(defaultRegionForPlan(product, "small")?.id).toBe("north-1");
    expect(defaultRegionForPlan(product, "large")?.id).toBe("south-1");
  });

  it.each([
    ["small", "north-1", true],
    ["small", "south-1", false],
    ["large", "south-1", true],
    ["large", "north-1", false],
    ["medium", "north-1", false],
    ["small", "mars-1", false],
  ])("plan %s, region %s: %s", (plan, region, allowed) => {
    expect(planAllowsRegion(product, plan, region)).toBe(allowed);
  });

  it.each(inherited)("plan %j does not exist", (plan) => {
    expect(planById(product, plan)).toBeUndefined();
    expect(regionsForPlan(product, plan)).toEqual([]);
    expect(defaultRegionForPlan(product, plan)).toBeUndefined();
    expect(() => retentionFor(product, plan, "trash")).toThrow(
      new RangeError(`the product has no plan ${JSON.stringify(plan)}`),
    );
  });
});

describe("permissions of roles", () => {
  it("are the union of the roles held", () => {
    expect(permissionsOf(product, [])).toEqual(new Set());
    expect(permissionsOf(product, ["viewer"])).toEqual(new Set(["flow:read"]));
    expect(permissionsOf(product, ["viewer", "directory"])).toEqual(new Set(["flow:read", "member:write"]));
    expect(permissionsOf(product, ["owner", "viewer"])).toEqual(new Set(organisationPermissions));
  });

  it.each(inherited)("role %j permits nothing", (role) => {
    expect(roleById(product, role)).toBeUndefined();
    expect(permissionsOf(product, ["viewer", role])).toEqual(new Set(["flow:read"]));
  });

  it("never reach the platform from an organisation", () => {
    expect(organisationPermissions.filter((one) => platformPermissions.includes(one))).toEqual([]);
  });
});

describe("retention", () => {
  it("is the plan's, with its range", () => {
    expect(retentionFor(product, "large", "audit")).toEqual({ default: "P2Y", minimum: "P1Y", maximum: "P7Y" });
    expect(retentionFor(product, "small", "trash")).toEqual({ default: "P30D", minimum: "P30D", maximum: "P30D" });
  });
});

describe("who may sign up", () => {
  const withRegistration = (selfRegistration: boolean | { plans: string[] }) =>
    defineProduct({ ...sampleProduct(), selfRegistration });

  it.each([
    [true, "small", true],
    [true, "large", false],
    [true, "medium", false],
    [true, "constructor", false],
    [false, "small", false],
    [{ plans: ["large"] }, "large", true],
    [{ plans: ["large"] }, "small", false],
  ])("with %j anyone may on plan %s: %s", (open, plan, allowed) => {
    expect(maySelfRegister(withRegistration(open), plan)).toBe(allowed);
  });
});

describe("entitlements of a plan", () => {
  it("are the plan's own where any plan names them, and everybody's where none does", () => {
    expect(planEntitles(product, "large", "scim")).toBe(true);
    for (const plan of ["small", ...inherited]) expect(planEntitles(product, plan, "scim")).toBe(false);
    expect(planEntitles(product, "small", "network.allowlist")).toBe(true);
  });
});
