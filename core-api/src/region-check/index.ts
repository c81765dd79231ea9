export { type Check, type Need, NotSo } from "./check.ts";
export { checks } from "./checks/index.ts";
export { type CheckOutcome, type CheckResult, runChecks } from "./run-checks.ts";
export { type CheckAccount, type CheckTarget, tenantOrigin } from "./target.ts";
