import type { Input } from "@pulumi/pulumi";
import type { Arns } from "../arn.ts";
import { joined } from "../joined.ts";
import type { Grant } from "./grant.ts";
import type { RoleFacts } from "./role-facts.ts";

export interface ExecutionFacts extends Pick<RoleFacts, "arns" | "keys"> {
  readonly images: readonly string[];
  readonly logGroup: Input<string>;
  /** ARNs of the secrets that ECS puts into the task's containers. */
  readonly secrets: readonly Input<string>[];
}

/** What ECS itself does to start a task: fetch its image, open its log, read its secrets, and nothing for the process. */
export const executionGrants = ({ arns, keys, images, logGroup, secrets }: ExecutionFacts): readonly Grant[] => [
  ...imageGrants(arns, images),
  {
    sid: "WriteLog",
    why: "write what the containers print to the task's own log group",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [joined(arns.of("logs", "log-group:"), logGroup, ":log-stream:*")],
  },
  ...(secrets.length === 0 ? [] : secretGrants(arns, keys, secrets)),
];

const imageGrants = (arns: Arns, images: readonly string[]): readonly Grant[] => {
  const repositories = [...new Set(images.flatMap((image) => ecrRepository(arns, image) ?? []))];
  if (repositories.length === 0) return [];
  return [
    {
      sid: "SignInToRegistry",
      why: "sign in to the account's image registry",
      actions: ["ecr:GetAuthorizationToken"],
      resources: ["*"],
    },
    {
      sid: "PullImage",
      why: "pull the image that the task runs",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: repositories,
    },
  ];
};

/** ARN of the repository of an image in Amazon ECR; `undefined` for another registry's, which needs no permission. */
export const ecrRepository = ({ partition }: Pick<Arns, "partition">, image: string): string | undefined => {
  const found = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^@:]+)/.exec(image);
  return found === null ? undefined : `arn:${partition}:ecr:${found[2]}:${found[1]}:repository/${found[3]}`;
};

const secretGrants = (
  arns: Arns,
  keys: ExecutionFacts["keys"],
  secrets: readonly Input<string>[],
): readonly Grant[] => [
  {
    sid: "ReadSecrets",
    why: "give the containers their secrets, and no others",
    actions: ["secretsmanager:GetSecretValue"],
    resources: secrets,
  },
  {
    sid: "OpenSecrets",
    why: "have Secrets Manager decrypt these secrets, and nothing else under the key",
    actions: ["kms:Decrypt"],
    resources: [keys.secretsKeyArn],
    conditions: {
      StringEquals: {
        "kms:ViaService": `secretsmanager.${arns.region}.amazonaws.com`,
        "kms:EncryptionContext:SecretARN": secrets,
      },
    },
  },
];
