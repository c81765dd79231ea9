import * as access from "./access.ts";
import * as custody from "./custody.ts";
import * as limits from "./limits.ts";
import * as plans from "./plans.ts";
import * as regions from "./regions.ts";
import * as residency from "./residency.ts";
import * as retention from "./retention.ts";
import * as roles from "./roles.ts";
import type { Rule } from "./rule.ts";

/** Every check between sections, in the order of its problems in a report. */
export const rules: readonly Rule[] = [regions, residency, custody, plans, roles, access, limits, retention].flatMap(
  (concept): Rule[] => Object.values(concept),
);
