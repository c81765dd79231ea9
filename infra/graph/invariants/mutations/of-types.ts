import { added, first, type Mutation, put } from "./change.ts";
import type { MutationSet } from "./mutation-set.ts";
import { cluster, service } from "./types.ts";

/** What nobody expects in a stamp, each with inputs that other promises would not notice. */
const strange: Readonly<Record<string, readonly [type: string, inputs: Parameters<typeof added>[1]]>> = {
  "a managed policy": [
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    { role: "x", policyArn: "arn:aws:iam::aws:policy/SecretsManagerReadWrite" },
  ],
  "a user": ["aws:iam/user:User", { name: "u" }],
  "a user's policy": ["aws:iam/userPolicy:UserPolicy", { user: "u", policy: "{}" }],
  "a user's key": ["aws:iam/accessKey:AccessKey", { user: "u" }],
  "a rule of the old kind": [
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    {
      type: "ingress",
      securityGroupId: "sg-db",
      cidrBlocks: ["0.0.0.0/0"],
      fromPort: 0,
      toPort: 65535,
      protocol: "-1",
    },
  ],
  "a machine": ["aws:ec2/instance:Instance", { associatePublicIpAddress: true }],
  "a function": ["aws:lambda/function:Function", { role: "x" }],
  "a function for everybody": ["aws:lambda/functionUrl:FunctionUrl", { authorizationType: "NONE" }],
  "a peer network": ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection", { vpcId: "vpc-2" }],
  "a table in the clear": ["aws:dynamodb/table:Table", { name: "x" }],
  "a file system in the clear": ["aws:efs/fileSystem:FileSystem", { encrypted: false }],
  "a disk in the clear": ["aws:ebs/volume:Volume", { encrypted: false }],
  "a queue": ["aws:sqs/queue:Queue", { name: "q" }],
  "a rule of a listener": ["aws:lb/listenerRule:ListenerRule", { actions: [{ type: "forward", targetGroupArn: "x" }] }],
  "a password that Pulumi makes": ["random:index/randomPassword:RandomPassword", { length: 20 }],
  "a private key that Pulumi makes": ["tls:index/privateKey:PrivateKey", { algorithm: "RSA" }],
  "a certificate with its key": ["aws:iam/serverCertificate:ServerCertificate", { name: "x" }],
  "a command": ["command:local:Command", { create: "true" }],
  "a share with others": ["aws:ram/resourceShare:ResourceShare", { allowExternalPrincipals: true }],
  "a copy of a snapshot": ["aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy", { sharedAccounts: ["all"] }],
  "a replica of a bucket": ["aws:s3/bucketReplicationConfig:BucketReplicationConfig", {}],
  "a bucket's access list": ["aws:s3/bucketAcl:BucketAcl", { acl: "public-read" }],
  "a key's own policy elsewhere": ["aws:kms/keyPolicy:KeyPolicy", { policy: "{}" }],
  "a grant": ["aws:kms/grant:Grant", { granteePrincipal: "x" }],
};

/** Names two resources of a type the same. */
const namesake: Mutation = (graph) => {
  const [one, other] = graph.resources.filter(({ type }) => type === "aws:s3/bucket:Bucket");
  if (one === undefined || other === undefined) return undefined;
  const renamed = put("bucket", one.inputs.bucket)(other);
  return { ...graph, resources: graph.resources.map((resource) => (resource === other ? renamed : resource)) };
};

const worker = "cloudflare:index/workersScript:WorkersScript";

export const ofTypes: MutationSet = {
  "known-types": Object.fromEntries(
    Object.entries(strange).map(([what, [type, inputs]]) => [what, added(type, inputs)]),
  ),
  "unique-names": {
    "a child without its part's name": first("aws:ec2/subnet:Subnet", (resource) => ({ ...resource, name: "stray" })),
    "two buckets of one name": namesake,
  },
  "ignores-listed": {
    "backups that may be cut short": first(cluster, (resource) => ({
      ...resource,
      ignoreChanges: ["backupRetentionPeriod"],
    })),
    "a release that nobody sees": first(service, (resource) => ({ ...resource, ignoreChanges: ["taskDefinition"] })),
  },
  "workers-keep-nothing": {
    "a secret for the Worker": first(worker, put("bindings", [{ name: "KEY", type: "secret_text", text: "x" }])),
    "a store for the Worker": first(worker, put("bindings", [{ name: "STORE", type: "kv_namespace" }])),
    "logs of the Worker": first(worker, put("observability.enabled", true)),
    "logs sent away": first(worker, put("logpush", true)),
    "code of any kind": first(worker, put("contentSha256", undefined)),
  },
};

/** The same for a product's region-less host. */
export const ofRegionless: MutationSet = {
  "region-less-holds-nothing": {
    "an origin": first(worker, put("bindings", [{ name: "ORIGIN", type: "vpc_service", serviceId: "x" }])),
    "a bucket": (graph) => {
      const [sample] = graph.resources.filter(({ custom }) => custom);
      if (sample === undefined) return undefined;
      const type = "cloudflare:index/r2Bucket:R2Bucket";
      return {
        ...graph,
        resources: [...graph.resources, { ...sample, type, name: "added", urn: `${sample.urn}-added` }],
      };
    },
  },
};
