import * as z from "zod";
import { deploymentModes } from "./deployment.ts";

/** Kinds of value that are encrypted field by field wherever they occur. */
export const sensitiveKinds = ["national-id", "card-number", "medical"] as const;

export const keys = z.strictObject({
  /**
   * Who holds the key-encryption key, by deployment mode. `vendor-kms` and `customer-kms`: AWS KMS or Azure Key Vault in
   * the vendor's or the customer's account. `encryption-key`: NaCl secretbox under the operator's `ENCRYPTION_KEY`.
   */
  custody: z.partialRecord(z.enum(deploymentModes), z.enum(["vendor-kms", "customer-kms", "encryption-key"])),
  /** Age in days at which a key is rotated without being asked. */
  rotationDays: z.int().min(1).max(365),
  /** Longest time a process keeps an unwrapped key in memory. */
  cacheSeconds: z.int().min(0).max(300),
  /** True when a development profile, and nothing else, may run without a key, loudly. */
  plaintextInDevelopment: z.boolean(),
  /** Kinds of field a customer can mark as sensitive. */
  sensitiveFields: z.array(z.enum(sensitiveKinds)),
});
