/** What a holder of permissions may be given. Whatever no row fits is refused. */
export interface ListedGrant {
  /** End of the role's name, or of the boundary's. */
  readonly holder: string;
  readonly actions: readonly string[];
  /**
   * ARN without its partition, or `*`. `<word>` stands for text without `*` and `?`; `<data>` for a bucket of customers'
   * data and `<audit>` for that of the audit copy. A `*` is one, and stands here because of the row's reason.
   */
  readonly resource: string;
  /** Condition keys that the statement must hold to a value. */
  readonly bound?: readonly string[];
  /** Why a pattern is not narrower. */
  readonly reason?: string;
}

const objects = "objects have no name before they are written; the bucket is named";
const tenantKeys = "a tenant's key is made while the stamp runs; its tag, set when it was made, is demanded";
const taken = "grants nothing by itself: it is the most that a task's role can ever come to say";
/** Tags that a tenant's key of this stack was made with, and that a call which makes one gives. */
const ofTenant = ["aws:ResourceTag/bailiwick:tenant", "aws:ResourceTag/bailiwick:stack"];
const forTenant = ["aws:RequestTag/bailiwick:tenant", "aws:RequestTag/bailiwick:stack"];
const asWrap = "kms:EncryptionContext:bailiwick:use";
const through = "kms:ViaService";

/** What starts a task: image, log, secrets. */
const execution = (task: string): readonly ListedGrant[] => [
  { holder: `${task}-execution`, actions: ["ecr:GetAuthorizationToken"], resource: "*", reason: "it has no resource" },
  {
    holder: `${task}-execution`,
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    resource: "ecr:<region>:<account>:repository/<repository>",
  },
  {
    holder: `${task}-execution`,
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resource: "logs:<region>:<account>:log-group:<group>:log-stream:*",
    reason: "streams are named by ECS; the group is named",
  },
  {
    holder: `${task}-execution`,
    actions: ["secretsmanager:GetSecretValue"],
    resource: "secretsmanager:<region>:<account>:secret:<secret>",
  },
  {
    holder: `${task}-execution`,
    actions: ["kms:Decrypt"],
    resource: "kms:<region>:<account>:key/<key>",
    bound: [through],
  },
];

/** What both processes with a role do: databases, keys, objects. */
const process = (holder: string): readonly ListedGrant[] => [
  { holder, actions: ["rds-db:connect"], resource: "rds-db:<region>:<account>:dbuser:<server>/bailiwick_app" },
  { holder, actions: ["kms:Decrypt"], resource: "kms:<region>:<account>:key/<key>", bound: [asWrap] },
  {
    holder,
    actions: ["kms:Decrypt"],
    resource: "kms:<region>:<account>:key/*",
    bound: [asWrap, ...ofTenant],
    reason: tenantKeys,
  },
  {
    holder,
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resource: "kms:<region>:<account>:key/<key>",
    bound: [through],
  },
  {
    holder,
    actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
    resource: "s3:::<data>/*",
    reason: objects,
  },
  { holder, actions: ["s3:ListBucket"], resource: "s3:::<data>" },
];

const worker: readonly ListedGrant[] = [
  ...process("worker-task"),
  ...["platform_admin", "migrator", "role_keeper", "master"].map((user) => ({
    holder: "worker-task",
    actions: ["rds-db:connect"],
    resource: `rds-db:<region>:<account>:dbuser:<server>/bailiwick_${user}`,
  })),
  {
    holder: "worker-task",
    actions: ["kms:Encrypt"],
    resource: "kms:<region>:<account>:key/<key>",
    bound: [asWrap],
  },
  {
    holder: "worker-task",
    actions: ["kms:Encrypt"],
    resource: "kms:<region>:<account>:key/*",
    bound: [asWrap, ...ofTenant],
    reason: tenantKeys,
  },
  {
    holder: "worker-task",
    actions: ["s3:GetObjectRetention", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectRetention"],
    resource: "s3:::<audit>/*",
    reason: objects,
  },
  {
    holder: "worker-task",
    actions: ["s3:GetBucketObjectLockConfiguration", "s3:ListBucketVersions"],
    resource: "s3:::<audit>",
  },
  {
    holder: "worker-task",
    actions: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
    resource: "secretsmanager:<region>:<account>:secret:<secret>",
  },
  {
    holder: "worker-task",
    actions: ["kms:CreateKey"],
    resource: "*",
    bound: [...forTenant, "kms:KeySpec", "kms:MultiRegion"],
    reason: "a key has no ARN before it is made",
  },
  {
    holder: "worker-task",
    actions: ["kms:TagResource"],
    resource: "kms:<region>:<account>:key/*",
    bound: forTenant,
    reason: "a key is tagged by the call that makes it",
  },
  {
    holder: "worker-task",
    actions: ["kms:CreateAlias"],
    resource: "kms:<region>:<account>:alias/bailiwick/<stamp>/tenant/*",
    reason: "the alias ends with the organisation's id",
  },
  {
    holder: "worker-task",
    actions: [
      "kms:CreateAlias",
      "kms:DescribeKey",
      "kms:EnableKeyRotation",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
    ],
    resource: "kms:<region>:<account>:key/*",
    bound: ofTenant,
    reason: tenantKeys,
  },
];

const models = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];

const boundary: readonly ListedGrant[] = [
  {
    holder: "task-boundary",
    actions: [...worker, ...process("api-task")]
      .flatMap(({ actions }) => actions)
      .filter((action) => action.startsWith("kms:") && action !== "kms:CreateKey"),
    resource: "kms:<region>:<account>:key/*",
    reason: taken,
  },
  {
    holder: "task-boundary",
    actions: worker.flatMap(({ actions }) => actions).filter((action) => action.startsWith("kms:")),
    resource: "kms:<region>:<account>:alias/bailiwick/<stamp>/tenant/*",
    reason: taken,
  },
  {
    holder: "task-boundary",
    actions: ["kms:CreateKey"],
    resource: "*",
    bound: ["aws:RequestedRegion"],
    reason: taken,
  },
  ...["s3:::<data>", "s3:::<data>/*", "s3:::<audit>", "s3:::<audit>/*"].map((resource) => ({
    holder: "task-boundary",
    actions: worker.flatMap(({ actions }) => actions).filter((action) => action.startsWith("s3:")),
    resource,
    reason: taken,
  })),
  {
    holder: "task-boundary",
    actions: ["rds-db:connect"],
    resource: "rds-db:<region>:<account>:dbuser:*/bailiwick_*",
    reason: taken,
  },
  {
    holder: "task-boundary",
    actions: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
    resource: "secretsmanager:<region>:<account>:secret:<secret>",
  },
  { holder: "task-boundary", actions: models, resource: "bedrock:<region>::foundation-model/*", reason: taken },
];

/** Everything that roles of processes may be given. */
export const processGrants: readonly ListedGrant[] = [
  ...["api", "worker", "edge", "smoke"].flatMap(execution),
  ...process("api-task"),
  { holder: "api-task", actions: models, resource: "bedrock:<region>::foundation-model/<model>" },
  ...worker,
  ...boundary,
];
