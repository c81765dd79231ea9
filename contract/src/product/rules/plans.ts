import { oneOf, problemAt } from "../../problems-found/index.ts";
import { repeated, rule } from "./rule.ts";

export const plansNameRegions = rule(["plans", "regions"], function* ({ plans, regions }) {
  const known = regions.map(({ id }) => id);
  for (const [id, plan] of Object.entries(plans)) {
    for (const [at, region] of plan.regions.entries()) {
      if (!known.includes(region)) {
        yield problemAt(["plans", id, "regions", at], `must be ${oneOf(known)}, not ${JSON.stringify(region)}`);
      }
    }
    for (const at of repeated(plan.regions)) {
      yield problemAt(["plans", id, "regions", at], `must not repeat ${JSON.stringify(plan.regions[at])}`);
    }
  }
});

export const everyRegionIsSold = rule(["plans", "regions"], function* ({ plans, regions }) {
  const sold = new Set(Object.values(plans).flatMap((plan) => plan.regions));
  for (const [at, { id }] of regions.entries()) {
    if (!sold.has(id)) yield problemAt(["regions", at, "id"], `is "${id}", which no plan allows: name it in a plan`);
  }
});

export const defaultPlanExists = rule(["plans", "defaultPlan"], function* ({ plans, defaultPlan }) {
  if (Object.hasOwn(plans, defaultPlan)) return;
  yield problemAt(["defaultPlan"], `must be ${oneOf(Object.keys(plans))}, not ${JSON.stringify(defaultPlan)}`);
});

/** Else the first sign-up that names neither plan nor region would be refused. */
export const defaultPlanAllowsDefaultRegion = rule(
  ["plans", "defaultPlan", "regions"],
  function* ({ plans, defaultPlan, regions }) {
    const region = regions.find((candidate) => candidate.default);
    const plan = Object.hasOwn(plans, defaultPlan) ? plans[defaultPlan] : undefined;
    if (region === undefined || plan === undefined || plan.regions.includes(region.id)) return;
    yield problemAt(["plans", defaultPlan, "regions"], `must include the default region "${region.id}"`);
  },
);

export const selfRegistrationNamesPlans = rule(["plans", "selfRegistration"], function* ({ plans, selfRegistration }) {
  if (typeof selfRegistration === "boolean") return;
  for (const [at, plan] of selfRegistration.plans.entries()) {
    if (Object.hasOwn(plans, plan)) continue;
    yield problemAt(
      ["selfRegistration", "plans", at],
      `must be ${oneOf(Object.keys(plans))}, not ${JSON.stringify(plan)}`,
    );
  }
});

export const plansNameModes = rule(["plans", "deployment"], function* ({ plans, deployment }) {
  const sold = Object.keys(deployment.modes);
  for (const [id, plan] of Object.entries(plans)) {
    for (const [at, mode] of plan.modes.entries()) {
      if (!sold.includes(mode)) yield problemAt(["plans", id, "modes", at], `must be ${oneOf(sold)}, not "${mode}"`);
    }
  }
});

export const communityPlanIsSelfHosted = rule(["plans", "communityEdition"], function* ({ plans, communityEdition }) {
  if (communityEdition === undefined) return;
  const { plan } = communityEdition;
  const fitting = Object.keys(plans).filter((id) => plans[id]?.modes.includes("selfhosted"));
  if (fitting.includes(plan)) return;
  yield problemAt(
    ["communityEdition", "plan"],
    `must be a plan sold as "selfhosted" (${oneOf(fitting)}), not "${plan}"`,
  );
});
