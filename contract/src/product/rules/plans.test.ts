import { describeRules } from "../testing/describe-rules.ts";
import { plan, present } from "../testing/parts.ts";
import * as plans from "./plans.ts";

describeRules("plans", plans, [
  {
    rule: plans.plansNameRegions,
    change: (draft) => plan(draft, "small").regions.push("mars-1"),
    sentence: 'plans.small.regions[2] must be "north-1", "north-2" or "south-1", not "mars-1".',
  },
  {
    rule: plans.plansNameRegions,
    change: (draft) => plan(draft, "small").regions.push("north-1"),
    sentence: 'plans.small.regions[2] must not repeat "north-1".',
  },
  {
    rule: plans.everyRegionIsSold,
    change: (draft) => (plan(draft, "large").regions = ["north-1"]),
    sentence: 'regions[2].id is "south-1", which no plan allows: name it in a plan.',
  },
  {
    rule: plans.defaultPlanExists,
    change: (draft) => (draft.defaultPlan = "medium"),
    sentence: 'defaultPlan must be "small" or "large", not "medium".',
  },
  {
    rule: plans.defaultPlanAllowsDefaultRegion,
    change: (draft) => (draft.defaultPlan = "large"),
    sentence: 'plans.large.regions must include the default region "north-1".',
  },
  {
    rule: plans.selfRegistrationNamesPlans,
    change: (draft) => (draft.selfRegistration = { plans: ["small", "none"] }),
    sentence: 'selfRegistration.plans[1] must be "small" or "large", not "none".',
  },
  {
    rule: plans.plansNameModes,
    change: (draft) => plan(draft, "small").modes.push("invpc"),
    sentence: 'plans.small.modes[1] must be "saas" or "selfhosted", not "invpc".',
  },
  {
    rule: plans.communityPlanIsSelfHosted,
    change: (draft) => (present(draft.communityEdition).plan = "small"),
    sentence: 'communityEdition.plan must be a plan sold as "selfhosted" ("large"), not "small".',
  },
]);
