import type { Arns } from "../arn.ts";
import { auditStays } from "./boundary.ts";
import type { Grant } from "./grant.ts";
import { schedulerGrants } from "./scheduler.ts";

export interface ServiceBoundaryFacts {
  readonly arns: Arns;
  /** Name of the stack, with which its resources' names begin. */
  readonly name: string;
  /** ARN of the audit bucket. */
  readonly auditArn: string;
  /** ARNs of secrets that the stack was given and did not make. */
  readonly secrets: readonly string[];
}

/**
 * The most that any role can be allowed that the stamp hands to a service of AWS: starting its tasks and checks, and writing
 * its logs. By names that begin as the stack's, because it is there before anything else. It grants nothing by
 * itself; with it, who deploys can make no role that may do more.
 */
export const serviceBoundaryGrants = ({ arns, name, auditArn, secrets }: ServiceBoundaryFacts): readonly Grant[] => [
  {
    sid: "SignInToRegistry",
    why: "sign in to the account's image registry",
    actions: ["ecr:GetAuthorizationToken"],
    resources: ["*"],
  },
  {
    sid: "PullImages",
    why: "pull images from registries of this region",
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    resources: [`arn:${arns.partition}:ecr:${arns.region}:*:repository/*`],
  },
  {
    sid: "WriteLogs",
    why: "write to the stack's own log groups",
    actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    resources: [arns.of("logs", `log-group:/bailiwick/${name}-*`)],
  },
  {
    sid: "ReadSecrets",
    why: "read the stack's own secrets, those that RDS keeps, and those that it was given",
    actions: ["secretsmanager:GetSecretValue"],
    resources: [
      arns.of("secretsmanager", `secret:bailiwick/${name}-*`),
      arns.of("secretsmanager", "secret:rds!*"),
      ...secrets,
    ],
  },
  {
    sid: "OpenSecrets",
    why: "have Secrets Manager decrypt them",
    actions: ["kms:Decrypt"],
    resources: [arns.of("kms", "key/*")],
    conditions: { StringEquals: { "kms:ViaService": `secretsmanager.${arns.region}.amazonaws.com` } },
  },
  ...schedulerGrants({
    arns,
    clusterArn: arns.of("ecs", `cluster/${name}-*`),
    clusterName: `${name}-*`,
    task: arns.of("ecs", `task-definition/${name}-*`),
    executionRoleArn: arns.ofAccount("iam", `role/${name}-${arns.region}-*`),
  }),
  auditStays(auditArn),
];
