import { added, allowing, first, forgetting, put, rewritten, unbound } from "./change.ts";
import type { MutationSet } from "./mutation-set.ts";
import { endpoint, key, rolePolicy } from "./types.ts";

export const ofGrants: MutationSet = {
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
    "everything but some actions": first(rolePolicy, rewritten("policy", /"Action":/, '"NotAction":')),
    "everything but a bucket": first(
      rolePolicy,
      allowing({ Action: ["s3:GetObject"], NotResource: "arn:aws:s3:::nothing" }),
      /api-task/,
    ),
    "any role": first(
      rolePolicy,
      allowing({ Action: ["iam:PassRole", "sts:AssumeRole"], Resource: "arn:aws:iam::111122223333:role/*" }),
      /worker-task/,
    ),
    "reading anything": first(
      rolePolicy,
      allowing({ Action: ["secretsmanager:Get*", "kms:D*"], Resource: "arn:aws:secretsmanager:*:*:secret:*" }),
      /api-task/,
    ),
    "any secret": first(rolePolicy, rewritten("policy", /:secret:[^"]+"/, ':secret:*"'), /api-execution/),
    "all that is an ARN": first(rolePolicy, allowing({ Action: "s3:GetObject", Resource: "arn:*" }), /api-task/),
    "all by two stars": first(
      rolePolicy,
      allowing({ Action: "secretsmanager:GetSecretValue", Resource: "**" }),
      /worker-task/,
    ),
    "all of IAM by two stars": first(
      rolePolicy,
      allowing({ Action: ["iam:**", "kms:?*"], Resource: "arn:aws:iam::111122223333:role/x" }),
      /api-task/,
    ),
    "a bucket of others": first(
      rolePolicy,
      allowing({ Action: "s3:PutObject", Resource: "arn:aws:s3:::evil/*" }),
      /worker-task/,
    ),
    "keys made by the API": first(
      rolePolicy,
      allowing({ Action: ["kms:CreateKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"], Resource: "*" }),
      /api-task/,
    ),
    "keys made without bounds": first(rolePolicy, unbound(/kms:CreateKey/), /worker-task/),
    "any key as a tenant's": first(rolePolicy, unbound(/"kms:TagResource"/), /worker-task/),
    "keys of tenants of other stacks": first(
      rolePolicy,
      rewritten("policy", /("aws:ResourceTag\/bailiwick:stack":")[^"]+/, "$1another"),
      /api-task/,
    ),
    "keys that can be ended": first(
      rolePolicy,
      forgetting(/"Deny".*ScheduleKeyDeletion|ScheduleKeyDeletion.*"Deny"/),
      /worker-task/,
    ),
    "a boundary that holds nothing": first(
      "aws:iam/policy:Policy",
      allowing({ Action: "iam:CreateUser", Resource: "*" }),
    ),
    "a role that nobody listed": added(rolePolicy, {
      role: "x-helper",
      policy: { Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::x/y" }] },
    }),
    "a key that the account uses freely": first(
      key,
      allowing({
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: ["kms:Decrypt", "kms:CreateGrant"],
        Resource: "*",
      }),
    ),
    "every action under a harmless name": first(
      key,
      allowing({
        Sid: "Administration",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
        Resource: "*",
      }),
    ),
    "an endpoint for everything": first(
      endpoint,
      put("policy", '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}'),
    ),
    "an endpoint for other accounts": first(endpoint, unbound(/OwnAccount/), /s3-gateway/),
    "an endpoint to buckets of others": first(
      endpoint,
      rewritten("policy", /,?"aws:ResourceAccount":"\d+"/, ""),
      /s3-gateway/,
    ),
    "a secret that is lent": first(
      "aws:secretsmanager/secretPolicy:SecretPolicy",
      allowing({ Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "secretsmanager:GetSecretValue" }),
    ),
  },
};
