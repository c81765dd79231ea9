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

/** Sentences about data in the state that a slip could delete. */
export const unprotected = (resources: readonly StateResource[]): readonly string[] =>
  resources.flatMap(({ type, urn, protect, inputs }) => {
    if (!Object.hasOwn(dataTypes, type)) return [];
    const flag = dataTypes[type];
    return [
      ...(protect ? [] : [`${urn} is not protected`]),
      ...(flag === undefined || inputs[flag] === true ? [] : [`${urn} has no ${flag}`]),
    ];
  });

const isKey = ({ type }: CloudResource): boolean => type === "aws:kms/key:Key";
const isWriteOnce = ({ type, inputs }: CloudResource): boolean =>
  type === "aws:s3/bucket:Bucket" && inputs.objectLockEnabled === true;
/** What is said about a bucket in a resource of its own, such as its lock, belongs to it. */
const saysOf = (bucket: CloudResource, { type, inputs }: CloudResource): boolean =>
  type.startsWith("aws:s3/bucket") && type !== bucket.type && inputs.bucket === bucket.id;

/** Sentences about what `destroy` took although it must outlive the stamp, or left behind although it is nobody's. */
export const wronglyDestroyed = (
  before: readonly CloudResource[],
  after: readonly CloudResource[],
): readonly string[] => {
  const stores = before.filter(isWriteOnce);
  const mustStay = before.filter(
    (resource) => isKey(resource) || isWriteOnce(resource) || stores.some((bucket) => saysOf(bucket, resource)),
  );
  const left = new Set(after.map(({ urn }) => urn));
  const kept = new Set(mustStay.map(({ urn }) => urn));
  return [
    ...mustStay.filter(({ urn }) => !left.has(urn)).map(({ urn }) => `${urn} is gone and must outlive the stamp`),
    ...after.filter(({ urn }) => !kept.has(urn)).map(({ urn }) => `${urn} was left behind`),
  ];
};
