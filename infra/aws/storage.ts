import { daysOf } from "../config/facts.ts";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { type Arns, arnsOf } from "./arn.ts";
import { HardenedBucket } from "./bucket.ts";
import { auditObjects, logObjects, productObjects } from "./bucket-lifecycle.ts";
import type { AwsContext } from "./context.ts";
import { type BucketFacts, type KeyFacts, namedInPolicies, type StorageFacts } from "./parts.ts";
import {
  bucketArn,
  lockedOnly,
  neverRemoved,
  overTlsOnly,
  ownAccountOnly,
  underKeyOnly,
  writtenByBuckets,
  writtenByLoadBalancers,
  writtenByTrail,
} from "./policies/buckets.ts";

export interface AwsStorageArgs {
  readonly context: AwsContext;
  readonly keys: KeyFacts;
}

/** Where CloudTrail writes in the audit bucket. */
export const trailPrefix = "trail";
/** Where requests to the buckets are recorded in the log bucket; a bucket's own part follows. */
const requestPrefix = "requests/";

type BucketPart = keyof StorageFacts;

/** Blobs and artifacts of customers, the write-once audit store, and the logs that AWS itself writes. */
export class AwsStorage extends Component {
  readonly facts: StorageFacts;

  constructor(name: string, { context, keys }: AwsStorageArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Storage", name, options);
    const { settings, facts, names, active, holdsData, outlives } = context;
    const arns = arnsOf(settings);
    const nameOf = (part: BucketPart): string => names.of("bucket", part);
    const arnOf = (part: BucketPart): string => bucketArn(arns, nameOf(part));

    const created = (): StorageFacts => {
      const logs = logBucket();
      return { blobs: product("blobs", logs), artifacts: product("artifacts", logs), audit: audit(logs), logs };
    };

    const logBucket = (): BucketFacts =>
      new HardenedBucket(
        this.child("logs"),
        {
          bucketName: nameOf("logs"),
          // Load balancers and S3 itself cannot write under a key of ours.
          keyArn: "s3",
          statements: [
            ...overTlsOnly(arnOf("logs"), "1.2"),
            ownAccountOnly(arnOf("logs"), arns),
            writtenByLoadBalancers(arnOf("logs"), arns),
            writtenByBuckets(arnOf("logs"), {
              accountId: arns.accountId,
              prefix: requestPrefix,
              // Not its own: a record of a record would never end.
              from: (["blobs", "artifacts", "audit"] as const).map(arnOf),
            }),
          ],
          lifecycle: logObjects(facts),
          emptied: !active,
          protection: holdsData,
        },
        { parent: this },
      ).facts;

    const product = (part: "blobs" | "artifacts", logs: BucketFacts): BucketFacts =>
      new HardenedBucket(
        this.child(part),
        {
          bucketName: nameOf(part),
          keyArn: keys.dataKeyArn,
          statements: [
            ...overTlsOnly(arnOf(part), facts.tlsMinimum),
            ...underKeyOnly(arnOf(part), keys.dataKeyArn),
            ownAccountOnly(arnOf(part), arns),
          ],
          lifecycle: productObjects({ trashDays: longestTrash(context) }),
          accessLog: requestsOf(part, logs),
          emptied: !active,
          protection: holdsData,
          after: [...keys.ready, ...logs.ready],
        },
        { parent: this },
      ).facts;

    const audit = (logs: BucketFacts): BucketFacts =>
      new HardenedBucket(
        this.child("audit"),
        {
          bucketName: nameOf("audit"),
          keyArn: keys.auditKeyArn,
          statements: [
            // CloudTrail's client is not ours to choose a version for.
            ...overTlsOnly(arnOf("audit"), "1.2"),
            ...underKeyOnly(arnOf("audit"), keys.auditKeyArn),
            ownAccountOnly(arnOf("audit"), arns),
            lockedOnly(arnOf("audit"), facts.auditLockMode),
            ...(facts.auditLockMode === "COMPLIANCE" ? [neverRemoved(arnOf("audit"))] : []),
            ...writtenByTrail(arnOf("audit"), {
              accountId: arns.accountId,
              trailArn: arns.of("cloudtrail", `trail/${names.of("trail", namedInPolicies.trail)}`),
              prefix: trailPrefix,
            }),
          ],
          lifecycle: auditObjects(facts, { trailPrefix }),
          lock: { mode: facts.auditLockMode, days: facts.auditLockDays },
          accessLog: requestsOf("audit", logs),
          emptied: false,
          protection: outlives,
          after: [...keys.ready, ...logs.ready],
        },
        { parent: this },
      ).facts;

    const requestsOf = (part: BucketPart, logs: BucketFacts) => ({
      bucket: logs.name,
      prefix: `${requestPrefix}${part}/`,
    });

    this.facts = "adopt" in settings.storage ? adopted(settings.storage.adopt, arns) : created();
    this.done({ blobs: this.facts.blobs.name, audit: this.facts.audit.name });
  }
}

/** A customer's own buckets are used as they are; their rules are the customer's. */
const adopted = (names: Readonly<Record<BucketPart, string>>, arns: Arns): StorageFacts => {
  const facts = (part: BucketPart): BucketFacts => ({
    name: names[part],
    arn: bucketArn(arns, names[part]),
    ready: [],
  });
  return { blobs: facts("blobs"), artifacts: facts("artifacts"), audit: facts("audit"), logs: facts("logs") };
};

/** Days that the most patient plan may keep what was removed. */
const longestTrash = ({ product }: Pick<AwsContext, "product">): number =>
  Math.max(...Object.values(product.retention.kinds.trash.plans).map(({ maximum }) => daysOf(maximum)));
