import { CloudError } from "./cloud-error.ts";
import { type CloudResource, contains, type Properties, refersTo } from "./cloud-resource.ts";
import type { World } from "./world.ts";

type Need = (inputs: Properties, world: World, name: string, region: string) => void;
type Wanted = Pick<CloudResource, "type" | "name" | "region" | "inputs">;

const withGateway = (subnets: unknown, world: World, name: string): void => {
  for (const subnet of world.ofType("aws:ec2/subnet:Subnet").filter((candidate) => refersTo(subnets, candidate))) {
    const { vpcId } = subnet.inputs;
    if (!world.ofType("aws:ec2/internetGateway:InternetGateway").some(({ inputs }) => inputs.vpcId === vpcId)) {
      throw new CloudError("InvalidSubnet", `${name}: VPC ${String(vpcId)} has no internet gateway.`);
    }
  }
};

const bucketAdmits = (bucketName: unknown, code: string, world: World, name: string): void => {
  const bucket = world.named("aws:s3/bucket:Bucket", bucketName);
  if (bucket === undefined) return; // somebody else's bucket
  const policy = world.ofType("aws:s3/bucketPolicy:BucketPolicy").some(({ inputs }) => refersTo(inputs.bucket, bucket));
  if (!policy)
    throw new CloudError(code, `${name}: the policy of bucket ${bucket.id} does not let the service write yet.`);
};

/** A service that encrypts under a key of ours is named in the key's policy, or the call fails. */
const keyAdmits = (keyId: unknown, principal: string, world: World, name: string): void => {
  const key = world.named("aws:kms/key:Key", keyId);
  if (key === undefined) return;
  const policies = [
    key.inputs.policy,
    ...world
      .ofType("aws:kms/keyPolicy:KeyPolicy")
      .filter(({ inputs }) => refersTo(inputs.keyId, key))
      .map(({ inputs }) => inputs.policy),
  ];
  if (!policies.some((policy) => JSON.stringify(policy ?? "").includes(principal))) {
    throw new CloudError("AccessDeniedException", `${name}: the policy of key ${key.id} does not admit ${principal}.`);
  }
};

const record = (value: unknown): Properties => (typeof value === "object" && value !== null ? { ...value } : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const loadBalancer: Need = (inputs, world, name) => {
  if (inputs.internal !== true) withGateway(inputs.subnets, world, name);
  const { bucket, enabled } = record(inputs.accessLogs);
  if (enabled === true) bucketAdmits(bucket, "InvalidConfigurationRequest", world, name);
};

const service: Need = (inputs, world, name) => {
  const listening = [
    ...world.ofType("aws:lb/listener:Listener").map((listener) => listener.inputs.defaultActions),
    ...world.ofType("aws:lb/listenerRule:ListenerRule").map((rule) => rule.inputs.actions),
  ];
  for (const { targetGroupArn } of list(inputs.loadBalancers).map(record)) {
    if (typeof targetGroupArn === "string" && !listening.some((actions) => contains(actions, targetGroupArn))) {
      throw new CloudError(
        "InvalidParameterException",
        `${name}: the target group ${targetGroupArn} does not have an associated load balancer.`,
      );
    }
  }
};

const endpoint: Need = (inputs, world, name) => {
  if (inputs.privateDnsEnabled !== true) return;
  const vpc = world.named("aws:ec2/vpc:Vpc", inputs.vpcId);
  if (vpc !== undefined && (vpc.inputs.enableDnsHostnames !== true || vpc.inputs.enableDnsSupport === false)) {
    throw new CloudError(
      "InvalidParameter",
      `${name}: private DNS requires enableDnsSupport and enableDnsHostnames of ${vpc.id}.`,
    );
  }
};

const scalable: Need = (inputs, world, name) => {
  if (inputs.serviceNamespace !== "ecs") return;
  const [, , serviceName] = String(inputs.resourceId).split("/");
  if (!world.ofType("aws:ecs/service:Service").some(({ state }) => state.name === serviceName)) {
    throw new CloudError("ValidationException", `${name}: ECS service ${String(inputs.resourceId)} doesn't exist.`);
  }
};

const objectLock: Need = (inputs, world, name) => {
  const bucket = world.named("aws:s3/bucket:Bucket", inputs.bucket);
  const versioned = world
    .ofType("aws:s3/bucketVersioning:BucketVersioning")
    .some((versioning) => versioning.inputs.bucket === inputs.bucket && contains(versioning.inputs, "Enabled"));
  if (bucket !== undefined && bucket.inputs.objectLockEnabled !== true && !versioned) {
    throw new CloudError(
      "InvalidBucketState",
      `${name}: versioning must be 'Enabled' on ${bucket.id} to apply an Object Lock configuration.`,
    );
  }
};

const needs: Readonly<Record<string, Need>> = {
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:ecs/service:Service": service,
  "aws:ec2/natGateway:NatGateway": (inputs, world, name) => {
    if (inputs.connectivityType !== "private") withGateway(inputs.subnetId, world, name);
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
  "aws:appautoscaling/target:Target": scalable,
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": objectLock,
  "aws:cloudtrail/trail:Trail": (inputs, world, name) => {
    bucketAdmits(inputs.s3BucketName, "InsufficientS3BucketPolicyException", world, name);
    keyAdmits(inputs.kmsKeyId, "cloudtrail.amazonaws.com", world, name);
  },
  "aws:cloudwatch/logGroup:LogGroup": (inputs, world, name, region) =>
    keyAdmits(inputs.kmsKeyId, `logs.${region}.amazonaws.com`, world, name),
  "aws:secretsmanager/secret:Secret": (inputs, world, name) => {
    if (typeof inputs.name === "string" && world.keeps("secret", inputs.name)) {
      throw new CloudError(
        "InvalidRequestException",
        `${name}: a secret with the name ${inputs.name} is already scheduled for deletion.`,
      );
    }
  },
};

/** Throws when something must be there before the cloud makes this, and is not. */
export const checkNeeds = ({ type, name, region, inputs }: Wanted, world: World): void =>
  needs[type]?.(inputs, world, name, region);

export const needyTypes: readonly string[] = Object.keys(needs);
