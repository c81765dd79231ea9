export { auditCategories } from "./audit.ts";
export { defineProduct, parseProduct } from "./define-product.ts";
export { type DeploymentMode, deploymentModes } from "./deployment.ts";
export { type Entitlement, entitlements } from "./entitlements.ts";
export { frameworks } from "./evidence.ts";
export { verdicts } from "./governance.ts";
export {
  type DurationParts,
  type IsoDuration,
  isAtLeast,
  isIsoDuration,
  longestDays,
  parseIsoDuration,
} from "./iso-duration.ts";
export { type LimitClass, type LimitPolicy, sustainedPerHour } from "./limits.ts";
export { type PiiAction, type PiiType, piiActions, piiTypes } from "./pii.ts";
export { defaultRegionForPlan, type Plan, planAllowsRegion, planById, planEntitles, regionsForPlan } from "./plans.ts";
export { type Product, type ProductInput, productSchema } from "./product.ts";
export { ProductError, type ProductProblem } from "./product-error.ts";
export { defaultRegion, type ProductRegion } from "./regions.ts";
export { maySelfRegister } from "./registration.ts";
export { type RetentionKind, type RetentionRule, retentionFor, retentionKinds } from "./retention.ts";
export {
  administrativePermissions,
  organisationPermissions,
  permissionsOf,
  platformPermissions,
  type Role,
  roleById,
} from "./roles.ts";
