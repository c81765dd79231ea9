import type postgres from "postgres";
import { applyRules, type Finding, type Rule } from "./finding.ts";
import { policyRules } from "./policy-rules.ts";
import { catalogGrantRules, roleRules, tenantGrantRules } from "./role-rules.ts";
import { routineRules, tenantRoutineRules } from "./routine-rules.ts";
import { tableRules } from "./table-rules.ts";

export const tenantRules: readonly Rule[] = [
  ...tableRules,
  ...policyRules,
  ...routineRules,
  ...tenantRoutineRules,
  ...roleRules,
  ...tenantGrantRules,
];

export const catalogRules: readonly Rule[] = [...routineRules, ...roleRules, ...catalogGrantRules];

/** Every broken isolation promise of a tenant database. Needs a role that sees the whole system catalogue. */
export const lintTenantDatabase = (sql: postgres.ISql): Promise<readonly Finding[]> => applyRules(sql, tenantRules);

/** The same for the catalog database of a region. */
export const lintCatalog = (sql: postgres.ISql): Promise<readonly Finding[]> => applyRules(sql, catalogRules);
