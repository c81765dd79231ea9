import { getBucket } from "@pulumi/aws/s3/getBucket.js";
import {
  type GetBucketObjectLockConfigurationResult,
  getBucketObjectLockConfiguration,
} from "@pulumi/aws/s3/getBucketObjectLockConfiguration.js";
import { getBucketReplicationConfiguration } from "@pulumi/aws/s3/getBucketReplicationConfiguration.js";
import type { StampFacts } from "../../config/stamp-facts.ts";
import { type Check, look, together } from "./look.ts";

/** Buckets that are brought: in the region, copied nowhere, and the audit store locked as the profile promises. */
export const storageProblems: Check = async ({ settings: { storage, region }, facts }, as) => {
  if (!("adopt" in storage)) return [];
  const buckets = Object.entries(storage.adopt);
  const { audit } = storage.adopt;
  return together([
    ...buckets.map(([name, bucket]) =>
      look({
        path: `storage.adopt.${name}`,
        find: () => getBucket({ bucket }, as),
        judge: function* ({ bucketRegion }) {
          if (bucketRegion !== region) yield `must lie in ${region}; ${bucket} lies in ${bucketRegion}`;
        },
      }),
    ),
    ...buckets.map(([name, bucket]) =>
      look({
        path: `storage.adopt.${name}`,
        find: () => getBucketReplicationConfiguration({ bucket }, as),
        judge: function* ({ rules }) {
          if (rules.length > 0) yield "must not be replicated: nothing leaves the region";
        },
        unless: /not ?found|couldn't find|empty result/i,
      }),
    ),
    look({
      path: "storage.adopt.audit",
      find: () => getBucketObjectLockConfiguration({ bucket: audit }, as),
      judge: (lock) => lockFaults(lock, facts),
    }),
  ]);
};

const daysOf = ({ days, years }: { readonly days: number; readonly years: number }): number => days + 365 * years;

const lockFaults = function* (
  { objectLockEnabled, rules }: GetBucketObjectLockConfigurationResult,
  { auditLockDays, auditLockMode }: StampFacts,
): Generator<string> {
  const [retention] = rules.flatMap(({ defaultRetentions }) => defaultRetentions);
  if (objectLockEnabled !== "Enabled" || retention === undefined) {
    yield "must have Object Lock on, with a default retention";
    return;
  }
  if (auditLockMode === "COMPLIANCE" && retention.mode !== "COMPLIANCE") {
    yield `must be locked in compliance mode, not in ${retention.mode.toLowerCase()} mode`;
  }
  if (daysOf(retention) < auditLockDays) {
    yield `must be locked for ${auditLockDays} days; it is for ${daysOf(retention)}`;
  }
};
