import { isHeldToAccount } from "./bounds.ts";
import type { PolicyKind, Statement } from "./statement.ts";

const account = "aws:SourceAccount";
const source = "aws:SourceArn";

/**
 * Services that a policy may let in, by kind of policy, and the condition keys that must tie each call to the stamp's own
 * account: without them the service would do for anybody what it may do for the stamp (the confused deputy).
 */
const services: Readonly<Record<PolicyKind, Readonly<Record<string, readonly string[]>>>> = {
  identity: {},
  secret: {},
  endpoint: {},
  trust: {
    "ecs-tasks.amazonaws.com": [account, source],
    "scheduler.amazonaws.com": [account, source],
    "vpc-flow-logs.amazonaws.com": [account, source],
    "backup.amazonaws.com": [account], // it sends no ARN
  },
  key: {
    "fargate.amazonaws.com": ["kms:EncryptionContext:aws:ecs:clusterAccount"],
    "cloudtrail.amazonaws.com": [source],
    "logs.amazonaws.com": ["kms:EncryptionContext:aws:logs:arn"],
    "cloudwatch.amazonaws.com": [account],
    "events.amazonaws.com": [account],
  },
  bucket: {
    "cloudtrail.amazonaws.com": [account, source],
    "logdelivery.elasticloadbalancing.amazonaws.com": [source],
    "logging.s3.amazonaws.com": [account], // its ARNs are those of buckets, which name no account
  },
  topic: {
    "cloudwatch.amazonaws.com": [account],
    "events.amazonaws.com": [account],
  },
};

export interface Home {
  readonly accountId: string;
  /** Regions that services are named for. */
  readonly regions: readonly string[];
}

/** What is wrong with whom a statement lets in. */
export const strangersIn = function* (kind: PolicyKind, one: Statement, home: Home): Generator<string> {
  if (one.exceptions.includes("NotPrincipal")) yield `has NotPrincipal in ${one.label}`;
  if (one.effect === "Deny" || kind === "identity") return;
  const named = Object.entries(one.principals ?? {}).flatMap(([type, ids]) => ids.map((id) => [type, id] as const));
  if (named.length === 0) yield `lets nobody in by name in ${one.label}`;
  for (const [type, id] of named) {
    if (type === "Service") yield* serviceIn(kind, one, id, home);
    else if (type !== "AWS") yield `lets ${type} ${id} in`;
    else if (id === "*") {
      // An endpoint narrows who passes by conditions, which the judgement of endpoints demands.
      if (kind !== "endpoint") yield `lets everybody in by ${one.label}`;
    } else if (!isOwnIdentity(id, home.accountId)) yield `lets ${id} in, which is not of this account`;
  }
};

const serviceIn = function* (kind: PolicyKind, one: Statement, id: string, home: Home): Generator<string> {
  const general = home.regions.reduce((name, region) => name.replace(`.${region}.`, "."), id);
  const keys = services[kind][general];
  if (keys === undefined) {
    yield `lets ${id} in, which is no service listed for it`;
    return;
  }
  for (const key of keys) {
    if (!isHeldToAccount(one, key, home.accountId)) yield `lets ${id} in without ${key} of this account`;
  }
};

const isOwnIdentity = (id: string, accountId: string): boolean => {
  if (id === accountId) return true;
  const [arn, , service, , owner, name = ""] = id.split(":");
  return arn === "arn" && service === "iam" && owner === accountId && /^(root|role\/[\w+=,.@/-]+)$/.test(name);
};
