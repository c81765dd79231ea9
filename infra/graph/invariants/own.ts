import { ofType } from "../captured.ts";
import { at, type Judged } from "./invariant.ts";

/** What belongs to a stamp: what it made, and what its stack file brings. */
export interface Own {
  /** Name of the stack, which its tenants' keys are tagged with. */
  readonly stack: string;
  /** Names of the buckets that hold data of customers. */
  readonly dataBuckets: readonly string[];
  /** Name of the bucket of the audit copy. */
  readonly auditBucket: string | undefined;
  /** Name of the one bucket that services of AWS write logs to. */
  readonly logBucket: string | undefined;
  /** Whether a text is the ARN of a key of the stamp. An alias is not: it can be pointed elsewhere. */
  readonly isKey: (value: unknown) => boolean;
}

export const ownOf = ({ graph, stamp: { settings } }: Judged): Own => {
  const { stack } = graph;
  const made = new Set(ofType(graph, "aws:kms/key:Key").map(({ id }) => id));
  const brought: ReadonlySet<string> = new Set("adopt" in settings.keys ? Object.values(settings.keys.adopt) : []);
  const isKey = (value: unknown): boolean => {
    if (typeof value !== "string") return false;
    if (brought.has(value)) return true;
    const [, , service, , owner, name = ""] = value.split(":");
    return service === "kms" && owner === settings.accountId && made.has(name.replace(/^key\//, ""));
  };
  if ("adopt" in settings.storage) {
    const { blobs, artifacts, audit, logs } = settings.storage.adopt;
    return { stack, dataBuckets: [blobs, artifacts], auditBucket: audit, logBucket: logs, isKey };
  }
  const buckets = ofType(graph, "aws:s3/bucket:Bucket");
  const [logs] = ofType(graph, "aws:s3/bucketLogging:BucketLogging").map((logging) => at(logging, "targetBucket"));
  const audit = buckets.find((bucket) => at(bucket, "objectLockEnabled") === true);
  return {
    stack,
    dataBuckets: buckets.filter((bucket) => bucket !== audit && bucket.id !== logs).map(({ id }) => id),
    auditBucket: audit?.id,
    logBucket: typeof logs === "string" ? logs : undefined,
    isKey,
  };
};
