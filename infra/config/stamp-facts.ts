import type { Product } from "@bailiwick/contract/product";
import type { Region, Registry } from "@bailiwick/contract/region";
import type { AwsStampSettings } from "./aws-schema.ts";
import type { StackName } from "./stack-name.ts";

/** What a stamp promises, from the profile and, where the stack file asks for it, stricter. */
export interface StampFacts {
  /** Days of point-in-time recovery. */
  readonly backupDays: number;
  readonly keyRotationDays: number;
  readonly auditLockDays: number;
  readonly auditLockMode: "COMPLIANCE" | "GOVERNANCE";
  readonly logRetentionDays: number;
  readonly tlsMinimum: "1.2" | "1.3";
  /** Region inside the same jurisdiction that keeps a copy of the backups. */
  readonly backupCopyRegion: string | undefined;
}

/** Everything a stamp on AWS is made from, checked. */
export interface AwsStamp {
  readonly stack: StackName;
  readonly settings: AwsStampSettings;
  readonly product: Product;
  /** The regions this one knows, itself among them. */
  readonly registry: Registry;
  readonly region: Region;
  readonly facts: StampFacts;
}
