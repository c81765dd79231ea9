export { awsSecretStore } from "./aws-secret-store.ts";
export {
  ensureRegionSecrets,
  type RegionSecrets,
  type RegionSecretsOptions,
  type SecretOutcome,
  type SecretReport,
} from "./ensure.ts";
export { SecretsRefused } from "./refused.ts";
export { type RotationStep, rotateAuthority, rotationSteps } from "./rotate-authority.ts";
export { type SecretIds, type SecretName, secretNames } from "./secret-name.ts";
export type { SecretStore, StoredSecret } from "./secret-store.ts";
export { writeWorkerFiles } from "./worker-files.ts";
