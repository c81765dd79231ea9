import { added, allowing, every, first, forgetting, put, rewritten, statements, unbound, without } from "./change.ts";
import type { MutationSet } from "./mutation-set.ts";
import { bucketPolicy, key, role, rolePolicy } from "./types.ts";

const foreign = "arn:aws:iam::999999999999:root";
const read = { Action: "s3:GetObject", Resource: "arn:aws:s3:::x/*" };
const trust = "assumeRolePolicy";

export const ofPolicies: MutationSet = {
  "trusted-principals": {
    "a bucket for everybody": first(bucketPolicy, allowing({ ...read, Principal: { AWS: ["*"] } })),
    "a bucket for everybody with TLS": first(
      bucketPolicy,
      allowing({ ...read, Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    ),
    "a bucket for another account": first(bucketPolicy, allowing({ ...read, Principal: { AWS: foreign } })),
    "a bucket for everybody but one": first(bucketPolicy, allowing({ ...read, NotPrincipal: { AWS: foreign } })),
    "a service that nobody listed": first(
      bucketPolicy,
      allowing({ ...read, Principal: { Service: "config.amazonaws.com" } }),
    ),
    "a key for everybody": first(key, allowing({ Principal: { AWS: ["*"] }, Action: "kms:Decrypt", Resource: "*" })),
    "a key for another account": first(key, allowing({ Principal: { AWS: foreign }, Action: "kms:*", Resource: "*" })),
    "a trail of anybody": first(key, unbound(/cloudtrail/), /audit/),
    "a trail of another account": first(
      key,
      rewritten("policy", /(:cloudtrail:[\w-]+:)\d{12}/, "$1999999999999"),
      /audit/,
    ),
    "a role for another account": first(
      role,
      allowing({ Principal: { AWS: foreign }, Action: "sts:AssumeRole" }, trust),
      /worker/,
    ),
    "a role for whoever signs in elsewhere": first(
      role,
      allowing({ Principal: { Federated: "accounts.google.com" }, Action: "sts:AssumeRole" }, trust),
    ),
    "a confused deputy": every(role, unbound(/sts:AssumeRole/, trust)),
    "a policy that nobody can read": first(role, put(trust, "{")),
    "a topic for everybody": added("aws:sns/topicPolicy:TopicPolicy", {
      policy: { Statement: [{ Effect: "Allow", Principal: { AWS: ["*"] }, Action: "sns:Publish", Resource: "x" }] },
    }),
  },
  "denied-to-everybody": {
    "a bucket without a policy": without(bucketPolicy),
    "a bucket for other accounts and keys": every(bucketPolicy, forgetting(/PrincipalAccount|encryption/)),
    "another key": first(bucketPolicy, forgetting(/ArnNotEquals/), /blobs/),
    "TLS allowed instead of demanded": first(
      bucketPolicy,
      statements((given) =>
        given.map((one) => (/SecureTransport/.test(JSON.stringify(one)) ? { ...one, Effect: "Allow" } : one)),
      ),
      /blobs/,
    ),
    "TLS demanded of one user": first(
      bucketPolicy,
      statements((given) =>
        given.map((one) =>
          /SecureTransport/.test(JSON.stringify(one))
            ? { ...one, Principal: { AWS: "arn:aws:iam::111122223333:user/nobody" } }
            : one,
        ),
      ),
    ),
    "TLS demanded of one action": first(
      bucketPolicy,
      statements((given) =>
        given.map((one) => (/SecureTransport/.test(JSON.stringify(one)) ? { ...one, Action: "s3:GetBucketAcl" } : one)),
      ),
    ),
    "old TLS": first(bucketPolicy, rewritten("policy", /("s3:TlsVersion":")1\.\d/, "$11.0")),
    "an audit copy that can be removed": first(bucketPolicy, forgetting(/s3:DeleteObjectVersion/), /audit/),
    "an audit copy with a weaker lock": first(bucketPolicy, forgetting(/object-lock-mode/), /audit/),
    "an audit copy removed by some": first(
      bucketPolicy,
      statements((given) =>
        given.map((one) =>
          /s3:DeleteObjectVersion/.test(JSON.stringify(one))
            ? { ...one, Condition: { StringNotEquals: { "aws:PrincipalTag/who": "me" } } }
            : one,
        ),
      ),
      /audit/,
    ),
    "a secret for other accounts": without("aws:secretsmanager/secretPolicy:SecretPolicy"),
    "a boundary that lets the audit copy go": first(
      "aws:iam/policy:Policy",
      forgetting(/"Deny"/),
      /identities-boundary/,
    ),
  },
  "bounded-roles": {
    "a process without a boundary": every(role, put("permissionsBoundary", undefined)),
    "a boundary of others": first(
      role,
      put("permissionsBoundary", "arn:aws:iam::aws:policy/AdministratorAccess"),
      /api-task/,
    ),
    "a policy inside of a role": first(role, put("inlinePolicies", [{ name: "x", policy: "{}" }])),
    "a managed administrator": first(role, put("managedPolicyArns", ["arn:aws:iam::aws:policy/AdministratorAccess"])),
    "a policy for a role of others": first(rolePolicy, put("role", "somebody-api-task")),
    "a task with a role of others": first(
      "aws:ecs/taskDefinition:TaskDefinition",
      put("taskRoleArn", "arn:aws:iam::111122223333:role/admin"),
    ),
  },
};
