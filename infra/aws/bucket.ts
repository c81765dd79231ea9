import {
  Bucket,
  BucketLifecycleConfiguration,
  BucketLogging,
  BucketObjectLockConfiguration,
  BucketOwnershipControls,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
  BucketVersioning,
} from "@pulumi/aws/s3/index.js";
import type { CustomResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { LifecycleRule } from "./bucket-lifecycle.ts";
import type { BucketFacts } from "./parts.ts";
import { type PolicyStatement, policyOf } from "./policies/document.ts";

export interface HardenedBucketArgs {
  /** Its name in the world. */
  readonly bucketName: string;
  /** ARN of the key that objects are encrypted under; S3's own where AWS's log delivery knows no other. */
  readonly keyArn: Input<string> | "s3";
  readonly statements: readonly PolicyStatement[];
  readonly lifecycle: readonly LifecycleRule[];
  /** Objects cannot be removed for so long. */
  readonly lock?: { readonly mode: "COMPLIANCE" | "GOVERNANCE"; readonly days: number };
  /** Where requests to the bucket are recorded. */
  readonly accessLog?: { readonly bucket: Input<string>; readonly prefix: string };
  /** True empties the bucket when it is destroyed. Never for what outlives the stack. */
  readonly emptied: boolean;
  /** How the bucket and everything said about it is protected: a bucket that stays keeps its rules. */
  readonly protection: Pick<CustomResourceOptions, "protect" | "retainOnDelete">;
  /** Wait for these before the bucket refers to them. */
  readonly after?: readonly Resource[];
}

/** A bucket that nobody outside of the account sees, that keeps old versions, and that encrypts whatever comes in. */
export class HardenedBucket extends Component {
  readonly facts: BucketFacts;

  constructor(name: string, args: HardenedBucketArgs, options?: ComponentOptions) {
    super("bailiwick:aws:HardenedBucket", name, options);
    const { protection, lock, accessLog, keyArn } = args;
    const within = (dependsOn: readonly Resource[] = []) =>
      this.within<CustomResourceOptions>({ ...protection, dependsOn: [...dependsOn] });

    const locked = ({ mode, days }: NonNullable<HardenedBucketArgs["lock"]>): Resource =>
      new BucketObjectLockConfiguration(
        this.child("lock"),
        { bucket, objectLockEnabled: "Enabled", rule: { defaultRetention: { mode, days } } },
        within([versioned]),
      );

    const made = new Bucket(
      this.child("bucket"),
      { bucket: args.bucketName, forceDestroy: args.emptied, objectLockEnabled: lock !== undefined },
      within(args.after),
    );
    const bucket = made.id;

    const unseen = new BucketPublicAccessBlock(
      this.child("private"),
      { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      within(),
    );
    const owned = new BucketOwnershipControls(
      this.child("owner"),
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      within(),
    );
    const versioned = new BucketVersioning(
      this.child("versions"),
      { bucket, versioningConfiguration: { status: "Enabled" } },
      within(),
    );
    const encrypted = new BucketServerSideEncryptionConfiguration(
      this.child("encryption"),
      {
        bucket,
        rules: [
          {
            ...(keyArn === "s3"
              ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
              : {
                  applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
                  bucketKeyEnabled: true,
                }),
            // A key that the writer keeps is one that nobody can rotate, revoke or read a backup with.
            blockedEncryptionTypes: ["SSE-C"],
          },
        ],
      },
      within(),
    );
    const ruled = new BucketPolicy(
      this.child("policy"),
      { bucket, policy: policyOf(...args.statements) },
      // S3 judges whether a policy is public while it is put: the block must be there, or the two race.
      within([unseen]),
    );
    const kept = new BucketLifecycleConfiguration(
      this.child("lifecycle"),
      { bucket, rules: [...args.lifecycle] },
      // S3 refuses rules about old versions of a bucket that keeps none.
      within([versioned]),
    );
    const ready: Resource[] = [unseen, owned, versioned, encrypted, ruled, kept];
    if (lock !== undefined) ready.push(locked(lock));
    if (accessLog !== undefined) {
      const { bucket: targetBucket, prefix: targetPrefix } = accessLog;
      new BucketLogging(this.child("access-log"), { bucket, targetBucket, targetPrefix }, within());
    }

    this.facts = { name: made.bucket, arn: made.arn, ready };
    this.done({ name: made.bucket });
  }
}
