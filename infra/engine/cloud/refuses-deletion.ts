import { CloudError } from "./cloud-error.ts";
import { type CloudResource, refersTo } from "./cloud-resource.ts";
import type { World } from "./world.ts";

type Guard = (resource: CloudResource, world: World) => void;

/** Writers put their first object into a bucket as soon as they exist: it is never empty again. */
const writers: Readonly<Record<string, readonly string[]>> = {
  "aws:lb/loadBalancer:LoadBalancer": ["accessLogs", "connectionLogs"],
  "aws:cloudtrail/trail:Trail": ["s3BucketName"],
  "aws:ec2/flowLog:FlowLog": ["logDestination"],
  "aws:s3/bucketLogging:BucketLogging": ["targetBucket"],
  "aws:s3/bucketObjectv2:BucketObjectv2": ["bucket"],
};

/** Remembers which buckets a new resource writes to. */
export const recordWrites = (resource: CloudResource, world: World): void => {
  const values = (writers[resource.type] ?? []).map((property) => resource.inputs[property]);
  for (const bucket of world.ofType("aws:s3/bucket:Bucket")) {
    if (values.some((value) => refersTo(value, bucket))) world.keep("objects", bucket.id);
  }
};

const protectedBy =
  (property: string, code: string): Guard =>
  ({ id, inputs }) => {
    if (inputs[property] === true) throw new CloudError(code, `Cannot delete ${id}: ${property} is true.`);
  };

const finalSnapshot: Guard = ({ id, inputs }, world) => {
  if (inputs.skipFinalSnapshot === true) return;
  const snapshot = inputs.finalSnapshotIdentifier;
  if (typeof snapshot !== "string") {
    throw new CloudError(
      "InvalidParameterCombination",
      `${id}: finalSnapshotIdentifier is required when skipFinalSnapshot is false.`,
    );
  }
  if (world.keeps("snapshot", snapshot)) {
    throw new CloudError(
      "DBClusterSnapshotAlreadyExistsFault",
      `Cannot make ${snapshot}: a snapshot of this name is there already.`,
    );
  }
  world.keep("snapshot", snapshot);
};

const bucket: Guard = ({ id, inputs }, world) => {
  if (!world.keeps("objects", id)) return;
  if (inputs.objectLockEnabled === true) {
    throw new CloudError(
      "BucketNotEmpty",
      `${id} holds objects under Object Lock: nobody can delete them before their time.`,
    );
  }
  if (inputs.forceDestroy !== true)
    throw new CloudError("BucketNotEmpty", `The bucket ${id} you tried to delete is not empty.`);
};

/** AWS would schedule the deletion and let everything that the key encrypts become unreadable. */
const key: Guard = (resource, world) => {
  for (const other of world.all()) {
    if (other.type === "aws:kms/alias:Alias" || other.type === resource.type || other.type.includes("olicy")) continue;
    if (refersTo(other.inputs, resource)) {
      throw new CloudError("KeyInUse", `${resource.id} still encrypts ${other.urn}: deleting the key would lose it.`);
    }
  }
};

const gateway: Guard = ({ id, inputs }, world) => {
  const subnets = world.ofType("aws:ec2/subnet:Subnet").filter((subnet) => subnet.inputs.vpcId === inputs.vpcId);
  const inVpc = (value: unknown): boolean => subnets.some((subnet) => refersTo(value, subnet));
  const user =
    world
      .ofType("aws:lb/loadBalancer:LoadBalancer")
      .find((balancer) => balancer.inputs.internal !== true && inVpc(balancer.inputs.subnets)) ??
    world
      .ofType("aws:ec2/natGateway:NatGateway")
      .find((nat) => nat.inputs.connectivityType !== "private" && inVpc(nat.inputs.subnetId));
  if (user !== undefined) {
    throw new CloudError(
      "DependencyViolation",
      `${id}: the network has some mapped public addresses, those of ${user.urn}.`,
    );
  }
};

/** A deleted secret keeps its name until its recovery window has passed. */
const secret: Guard = ({ state, inputs }, world) => {
  if (inputs.recoveryWindowInDays !== 0) world.keep("secret", String(state.name));
};

const guards: Readonly<Record<string, readonly Guard[]>> = {
  "aws:rds/cluster:Cluster": [protectedBy("deletionProtection", "InvalidParameterCombination"), finalSnapshot],
  "aws:rds/instance:Instance": [protectedBy("deletionProtection", "InvalidParameterCombination"), finalSnapshot],
  "aws:lb/loadBalancer:LoadBalancer": [protectedBy("enableDeletionProtection", "OperationNotPermitted")],
  "aws:cloudwatch/logGroup:LogGroup": [protectedBy("deletionProtectionEnabled", "ValidationException")],
  "aws:cloudtrail/eventDataStore:EventDataStore": [
    protectedBy("terminationProtectionEnabled", "EventDataStoreTerminationProtectedException"),
  ],
  "aws:s3/bucket:Bucket": [bucket],
  "aws:kms/key:Key": [key],
  "aws:ec2/internetGateway:InternetGateway": [gateway],
  "aws:secretsmanager/secret:Secret": [secret],
};

/** Throws when the resource itself, or what it holds, forbids its deletion. */
export const refuseDeletion = (resource: CloudResource, world: World): void => {
  for (const guard of guards[resource.type] ?? []) guard(resource, world);
};

export const guardedTypes: readonly string[] = [...Object.keys(guards), ...Object.keys(writers)];
