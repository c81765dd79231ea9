import type { Captured, CapturedGraph, CapturedResource } from "../captured.ts";

/** A small change that breaks one promise; `undefined` where the graph has nothing it could change. */
export type Mutation = (graph: CapturedGraph) => CapturedGraph | undefined;

type Change = (resource: CapturedResource) => CapturedResource;

/** Changes the first resource of a type (whose name matches, if a pattern is given). */
const first =
  (type: string, change: Change, name = /(?:)/): Mutation =>
  (graph) => {
    const found = graph.resources.find((resource) => resource.type === type && name.test(resource.name));
    if (found === undefined) return undefined;
    return { ...graph, resources: graph.resources.map((resource) => (resource === found ? change(found) : resource)) };
  };

const put = (path: string, value: Captured | undefined): Change => {
  return (resource) => ({
    ...resource,
    inputs: putAt(resource.inputs, path.split("."), value) as CapturedResource["inputs"],
  });
};

const putAt = (root: Captured, [key, ...rest]: readonly string[], value: Captured | undefined): Captured => {
  if (key === undefined) return value ?? null;
  const old = typeof root === "object" && root !== null ? root : {};
  const inner = (old as { readonly [key: string]: Captured })[key] ?? {};
  const fresh = rest.length === 0 ? value : putAt(inner, rest, value);
  if (Array.isArray(old)) return old.map((item: Captured, at) => (at === Number(key) ? (fresh ?? null) : item));
  const { [key]: _, ...others } = old as { readonly [key: string]: Captured };
  return fresh === undefined ? others : { ...others, [key]: fresh };
};

const without =
  (type: string, name = /(?:)/): Mutation =>
  (graph) => {
    const kept = graph.resources.filter((resource) => resource.type !== type || !name.test(resource.name));
    return kept.length === graph.resources.length ? undefined : { ...graph, resources: kept };
  };

const added =
  (type: string, inputs: CapturedResource["inputs"]): Mutation =>
  (graph) => {
    const [sample] = graph.resources.filter(({ custom, type: other }) => custom && other.startsWith("aws:"));
    if (sample === undefined) return undefined;
    const fresh = { ...sample, type, name: "added", urn: `urn:pulumi:x::x::${type}::added`, parent: undefined, inputs };
    return { ...graph, resources: [...graph.resources, fresh] };
  };

/** Rewrites the document that a property holds as text. */
const rewritten =
  (path: string, from: string | RegExp, to: string): Change =>
  (resource) => {
    const value = resource.inputs[path];
    const isText = typeof value === "string";
    const before = isText ? value : JSON.stringify(value);
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${resource.name}.${path} has nothing like ${String(from)}`);
    return { ...resource, inputs: { ...resource.inputs, [path]: isText ? after : (JSON.parse(after) as Captured) } };
  };

const cluster = "aws:rds/cluster:Cluster";
const bucket = "aws:s3/bucket:Bucket";
const key = "aws:kms/key:Key";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const service = "aws:ecs/service:Service";
const listener = "aws:lb/listener:Listener";
const balancer = "aws:lb/loadBalancer:LoadBalancer";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const trail = "aws:cloudtrail/trail:Trail";

/** By invariant: changes of which each alone must turn that invariant red, and no other that has nothing to do with it. */
export const mutations: Readonly<Record<string, Readonly<Record<string, Mutation>>>> = {
  "unique-names": {
    "a child without its part's name": first("aws:ec2/subnet:Subnet", (resource) => ({ ...resource, name: "stray" })),
    "two buckets of one name": (graph) => {
      const [one, other] = graph.resources.filter(({ type }) => type === bucket);
      if (one === undefined || other === undefined) return undefined;
      const renamed = put("bucket", one.inputs.bucket)(other);
      return { ...graph, resources: graph.resources.map((resource) => (resource === other ? renamed : resource)) };
    },
  },
  "data-protected": {
    "an unprotected cluster": first(cluster, (resource) => ({ ...resource, protect: false })),
    "a cluster anybody may delete": first(cluster, put("deletionProtection", false)),
    "no final snapshot": first(cluster, put("skipFinalSnapshot", true)),
    "backups that go with the cluster": first(cluster, put("deleteAutomatedBackups", true)),
    "a bucket that is emptied": first(bucket, put("forceDestroy", true)),
    "a key that goes with the stack": first(key, (resource) => ({ ...resource, retainOnDelete: false })),
    "a key that is gone in a week": first(key, put("deletionWindowInDays", 7)),
    "a secret that is gone at once": first("aws:secretsmanager/secret:Secret", put("recoveryWindowInDays", 0)),
  },
  "stays-in-region": {
    "a key of several regions": first(key, put("multiRegion", true)),
    "a resource abroad": first("aws:cloudwatch/logGroup:LogGroup", put("region", "us-west-2")),
    "an ARN abroad": first(rolePolicy, put("description", "arn:aws:s3:ca-central-1:1:x")),
    "a replica of a bucket": added("aws:s3/bucketReplicationConfig:BucketReplicationConfig", {}),
    "a global database": added("aws:rds/globalCluster:GlobalCluster", {}),
    "another stack's outputs": added("pulumi:pulumi:StackReference", {}),
    "a trail of all regions": first(trail, put("isMultiRegionTrail", true)),
  },
  "encrypted-under-own-key": {
    "a cluster in the clear": first(cluster, put("storageEncrypted", false)),
    "a cluster under AWS's key": first(cluster, put("kmsKeyId", undefined)),
    "a log group under AWS's key": first("aws:cloudwatch/logGroup:LogGroup", put("kmsKeyId", undefined)),
    "a secret under AWS's key": first("aws:secretsmanager/secret:Secret", put("kmsKeyId", undefined)),
    "a bucket without encryption": without(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    ),
    "a key that never changes": first(key, put("enableKeyRotation", false)),
    "task disks under AWS's key": first(
      "aws:ecs/cluster:Cluster",
      put("configuration.managedStorageConfiguration.fargateEphemeralStorageKmsKeyId", undefined),
    ),
  },
  "no-public-address": {
    "a task with a public address": first(service, put("networkConfiguration.assignPublicIp", true)),
    "a subnet that gives addresses": first("aws:ec2/subnet:Subnet", put("mapPublicIpOnLaunch", true)),
    "a public database": first("aws:rds/clusterInstance:ClusterInstance", put("publiclyAccessible", true)),
    "a public origin": first(balancer, put("internal", false), /origin/),
    "a door for the world": first("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", (resource) =>
      put("cidrIpv4", "0.0.0.0/0")(put("fromPort", 5432)(put("toPort", 5432)(resource))),
    ),
    "a bucket that may be public": without("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
    "a spare public address": added("aws:ec2/eip:Eip", {}),
  },
  "kept-long-enough": {
    "a week of backups": first(cluster, put("backupRetentionPeriod", 7)),
    "a week of logs": first("aws:cloudwatch/logGroup:LogGroup", put("retentionInDays", 7)),
    "logs for ever by accident": first("aws:cloudwatch/logGroup:LogGroup", put("retentionInDays", undefined)),
    "a key for two years": first(key, put("rotationPeriodInDays", 730)),
    "an audit copy that can be unlocked": first(
      "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      put("rule.defaultRetention.mode", "GOVERNANCE"),
    ),
    "an audit copy for a month": first(
      "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      put("rule.defaultRetention.days", 30),
    ),
    "no audit lock": without("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"),
    "a plan of ten days": first("aws:backup/plan:Plan", put("rules.0.lifecycle.deleteAfter", 10)),
  },
  "encrypted-on-the-way": {
    "a listener of the last decade": first(listener, put("sslPolicy", "ELBSecurityPolicy-2016-08"), /https$/),
    "plain text to the edge": first("aws:lb/targetGroup:TargetGroup", put("protocol", "HTTP"), /^(?!.*redirect)/),
    "a database without TLS": first(
      "aws:rds/clusterParameterGroup:ClusterParameterGroup",
      rewritten("parameters", '"name":"rds.force_ssl","value":"1"', '"name":"rds.force_ssl","value":"0"'),
    ),
    "a bucket over plain HTTP": without("aws:s3/bucketPolicy:BucketPolicy"),
  },
  "hardened-containers": {
    "a container as root": first(task, rewritten("containerDefinitions", /"user":"[^"]+"/, '"user":"0"')),
    "a root to write": first(
      task,
      rewritten("containerDefinitions", '"readonlyRootFilesystem":true', '"readonlyRootFilesystem":false'),
    ),
    "capabilities kept": first(task, rewritten("containerDefinitions", '"drop":["ALL"]', '"drop":[]')),
    "an image by tag": first(task, rewritten("containerDefinitions", /@sha256:[0-9a-f]{64}/, ":latest")),
    "a password in sight": first(
      task,
      rewritten("containerDefinitions", '"environment":[', '"environment":[{"name":"DATABASE_PASSWORD","value":"x"},'),
      /worker/,
    ),
    "a way in": first(service, put("enableExecuteCommand", true)),
    "a release that stays broken": first(service, put("deploymentCircuitBreaker.rollback", false)),
  },
  "least-privilege": {
    "every action": first(rolePolicy, rewritten("policy", /"Action":(\[[^\]]*\]|"[^"]*")/, '"Action":"*"')),
    "every action of a service": first(
      rolePolicy,
      rewritten("policy", /"Action":(\[[^\]]*\]|"[^"]*")/, '"Action":"s3:*"'),
    ),
    "every resource": first(
      rolePolicy,
      rewritten("policy", /"Resource":(\[[^\]]*\]|"[^"]*")/, '"Resource":"*"'),
      /worker-task/,
    ),
    "everything but": first(rolePolicy, rewritten("policy", /"Action":/, '"NotAction":')),
    "a managed administrator": added("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
      policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
  },
  "guarded-account": {
    "a provider for any account": first("pulumi:providers:aws", put("allowedAccountIds", undefined)),
    "another account": first("pulumi:providers:aws", put("allowedAccountIds", '["999999999999"]')),
    "the default provider": first(cluster, (resource) => ({ ...resource, provider: "" })),
  },
  "no-secret-in-state": {
    "a secret's value": added("aws:secretsmanager/secretVersion:SecretVersion", { secretString: "hush" }),
    "a password": first(cluster, put("masterPassword", "hush")),
    "a password that Pulumi makes": first(cluster, put("manageMasterUserPassword", undefined)),
    "a key in the outputs": (graph) => ({
      ...graph,
      outputs: { ...graph.outputs, key: "-----BEGIN PRIVATE KEY-----" },
    }),
  },
  recorded: {
    "no trail": without(trail),
    "a trail that proves nothing": first(trail, put("enableLogFileValidation", false)),
    "no flow log": without("aws:ec2/flowLog:FlowLog"),
    "only what was refused": first("aws:ec2/flowLog:FlowLog", put("trafficType", "REJECT")),
    "no access log": first(balancer, put("accessLogs.enabled", false), /ingress|front/),
    "ambiguous requests": first(balancer, put("desyncMitigationMode", "monitor"), /ingress|front/),
  },
};
