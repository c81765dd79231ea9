import { partitionOf } from "../../config/aws-domain.ts";
import { ofType } from "../captured.ts";
import { at, type Finding, finding, type Invariant, type Judged } from "./invariant.ts";
import { ownOf } from "./own.ts";
import {
  type Denial,
  isDenied,
  oldTls,
  otherAccounts,
  otherKeys,
  removal,
  weakerLock,
  withoutTls,
} from "./policy/denial.ts";
import { type Statement, statementsOf } from "./policy/statement.ts";

const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

export const deniedToEverybody: Invariant = {
  id: "denied-to-everybody",
  promise:
    "Buckets and secrets refuse plain text, other accounts and other keys to everybody; the audit copy refuses removal and weaker locks.",
  *check(judged) {
    yield* judgeBuckets(judged);
    yield* judgeSecrets(judged);
    yield* judgeBoundaries(judged);
  },
};

const judgeBuckets = function* ({ graph, stamp }: Judged): Generator<Finding> {
  const { settings, facts } = stamp;
  const { auditBucket, logBucket } = ownOf({ graph, stamp });
  const policies = statementsBy(graph, "aws:s3/bucketPolicy:BucketPolicy", "bucket");
  for (const bucket of ofType(graph, "aws:s3/bucket:Bucket")) {
    const { id } = bucket;
    const arn = `arn:${partitionOf(settings.region)}:s3:::${id}`;
    const objects = `${arn}/*`;
    // Services of AWS write logs and the trail, and say nothing of the TLS that they speak.
    const least = id === auditBucket || id === logBucket ? "1.2" : facts.tlsMinimum;
    const key = ofType(graph, encryption).find((one) => at(one, "bucket") === id);
    const keyArn = key === undefined ? undefined : at(key, "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId");
    const demanded: readonly Denial[] = [
      withoutTls("s3", [arn, objects]),
      oldTls([arn, objects], least),
      otherAccounts("s3", [arn, objects], settings.accountId),
      ...(id === logBucket ? [] : otherKeys(objects, String(keyArn))),
      ...(id === auditBucket ? [removal(objects), weakerLock(objects, facts.auditLockMode)] : []),
    ];
    for (const denial of demanded) {
      if (!isDenied(policies.get(id) ?? [], denial)) yield finding(bucket, `has no policy that refuses ${denial.what}`);
    }
  }
};

const judgeSecrets = function* ({ graph, stamp: { settings } }: Judged): Generator<Finding> {
  const policies = statementsBy(graph, "aws:secretsmanager/secretPolicy:SecretPolicy", "secretArn");
  for (const secret of ofType(graph, "aws:secretsmanager/secret:Secret")) {
    const service = "secretsmanager";
    for (const denial of [withoutTls(service, [secret.id]), otherAccounts(service, [secret.id], settings.accountId)]) {
      if (!isDenied(policies.get(secret.id) ?? [], denial))
        yield finding(secret, `has no policy that refuses ${denial.what}`);
    }
  }
};

/** The most that a process can ever do must not include the removal of the audit copy. */
const judgeBoundaries = function* ({ graph, stamp }: Judged): Generator<Finding> {
  const { auditBucket } = ownOf({ graph, stamp });
  if (auditBucket === undefined) return;
  for (const boundary of ofType(graph, "aws:iam/policy:Policy")) {
    const statements = statementsOf(at(boundary, "policy")) ?? [];
    const removes = statements.some(({ effect, actions }) => effect === "Allow" && actions.includes("s3:DeleteObject"));
    if (removes && !isDenied(statements, removal(`arn:${partitionOf(stamp.settings.region)}:s3:::${auditBucket}/*`))) {
      yield finding(boundary, "does not refuse removal of the audit copy");
    }
  }
};

/** Statements of all policies of a type, by what they stand on. */
const statementsBy = (
  graph: Judged["graph"],
  type: string,
  property: string,
): ReadonlyMap<string, readonly Statement[]> => {
  const found = new Map<string, readonly Statement[]>();
  for (const policy of ofType(graph, type)) {
    const on = String(at(policy, property));
    found.set(on, [...(found.get(on) ?? []), ...(statementsOf(at(policy, "policy")) ?? [])]);
  }
  return found;
};
