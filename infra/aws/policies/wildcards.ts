import { neverDone } from "./provisioner.ts";

export interface Wildcard {
  /** Name of the inline policy, or last part of the managed policy's name. */
  readonly policy: string;
  readonly action: string;
  readonly reason: string;
}

const registry = "ecr:GetAuthorizationToken has no resource; a token lets its holder do no more than the role may";

/** Every statement of an identity's policy whose resource is `*`, and why it cannot be narrower. */
export const wildcards: readonly Wildcard[] = [
  { policy: "api-execution", action: "ecr:GetAuthorizationToken", reason: registry },
  { policy: "worker-execution", action: "ecr:GetAuthorizationToken", reason: registry },
  { policy: "edge-execution", action: "ecr:GetAuthorizationToken", reason: registry },
  { policy: "smoke-execution", action: "ecr:GetAuthorizationToken", reason: registry },
  {
    policy: "worker-task",
    action: "kms:CreateKey",
    reason: "a key has no ARN before it is made; tag, kind and region are bounded by conditions",
  },
  ...neverDone.map((action) => ({ policy: "worker-task", action, reason: "denied, so the wider the better" })),
  ...["cloudwatch:GetMetricData", "events:ListRules"].map((action) => ({
    policy: "backup",
    action,
    reason: "neither has a resource; they show sizes of buckets and names of rules",
  })),
  { policy: "service-boundary", action: "ecr:GetAuthorizationToken", reason: registry },
  ...["cloudwatch:GetMetricData", "events:ListRules"].map((action) => ({
    policy: "backup-boundary",
    action,
    reason: "neither has a resource; the boundary grants nothing by itself",
  })),
  {
    policy: "task-boundary",
    action: "kms:CreateKey",
    reason: "a key has no ARN before it is made; the boundary holds it to the region and grants nothing by itself",
  },
];
