import type { StateResource } from "../cli/workspace.ts";
import type { Operation } from "../cloud/cloud.ts";
import type { CloudResource } from "../cloud/cloud-resource.ts";

/** What a release may touch: what runs, and what starts it. */
const workloadTypes: ReadonlySet<string> = new Set([
  "aws:ecs/taskDefinition:TaskDefinition",
  "aws:ecs/service:Service",
  "aws:scheduler/schedule:Schedule",
  "aws:cloudwatch/eventTarget:EventTarget",
  "cloudflare:index/workersScript:WorkersScript",
  "cloudflare:index/workerVersion:WorkerVersion",
  "cloudflare:index/workersDeployment:WorkersDeployment",
]);

/** Operations of a release that have no business there. */
export const beyondTheWorkload = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter(({ type }) => !workloadTypes.has(type));

/** Types that hold data, each with the flag by which the cloud itself refuses deletion, where it has one. */
const dataTypes: Readonly<Record<string, string | undefined>> = {
  "aws:rds/cluster:Cluster": "deletionProtection",
  "aws:rds/instance:Instance": "deletionProtection",
  "aws:s3/bucket:Bucket": undefined,
  "aws:kms/key:Key": undefined,
  "aws:backup/vault:Vault": undefined,
};

export const holdsData = (type: string): boolean => Object.hasOwn(dataTypes, type);

/** Sentences about what exists and the state does not know, or knows by another id: nobody would ever update or delete it. */
export const strays = (existing: readonly CloudResource[], state: readonly StateResource[]): readonly string[] => {
  const known = new Set(state.map(({ urn, id }) => `${urn} ${id}`));
  return existing
    .filter(({ urn, id }) => !known.has(`${urn} ${id}`))
    .map(({ urn, id }) => `${urn} exists as ${id} and the state does not know it`);
};

/** Sentences about data in the state that a slip could delete. */
export const unprotected = (resources: readonly StateResource[]): readonly string[] =>
  resources.flatMap(({ type, urn, protect, inputs }) => {
    if (!holdsData(type)) return [];
    const flag = dataTypes[type];
    return [
      ...(protect ? [] : [`${urn} is not protected`]),
      ...(flag === undefined || inputs[flag] === true ? [] : [`${urn} has no ${flag}`]),
    ];
  });

const vault = "aws:backup/vault:Vault";

/** Keys, buckets under Object Lock and locked backup vaults, with what is said about them in resources of their own. */
const outliving = (resources: readonly CloudResource[]): readonly CloudResource[] => {
  const locked = resources.filter(({ type, inputs, id }) =>
    type === vault
      ? resources.some((lock) => lock.type.endsWith(":VaultLockConfiguration") && lock.inputs.backupVaultName === id)
      : type === "aws:kms/key:Key" || inputs.objectLockEnabled === true,
  );
  const saysOf = ({ inputs, type }: CloudResource): boolean =>
    /^aws:(s3\/bucket|backup\/vaultLock)/.test(type) &&
    locked.some(({ id }) => id === inputs.bucket || id === inputs.backupVaultName);
  return resources.filter((resource) => locked.includes(resource) || saysOf(resource));
};

/** Sentences about what `destroy` took although it must outlive the stamp, or left behind although it is nobody's. */
export const wronglyDestroyed = (
  before: readonly CloudResource[],
  after: readonly CloudResource[],
): readonly string[] => {
  const mustStay = outliving(before);
  const left = new Set(after.map(({ urn }) => urn));
  const kept = new Set(mustStay.map(({ urn }) => urn));
  return [
    ...mustStay.filter(({ urn }) => !left.has(urn)).map(({ urn }) => `${urn} is gone and must outlive the stamp`),
    ...after.filter(({ urn }) => !kept.has(urn)).map(({ urn }) => `${urn} was left behind`),
  ];
};
