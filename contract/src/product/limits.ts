import * as z from "zod";
import { identifier } from "./identifier.ts";
import type { Product } from "./product.ts";

const limitPolicy = z.strictObject({
  /** As the `RateLimit-Policy` field shows it (draft-ietf-httpapi-ratelimit-headers); unique in the product. */
  name: identifier,
  /** Requests in a window, sustained. */
  quota: z.int().min(1).max(10_000_000),
  windowSeconds: z.int().min(1).max(86_400),
  /** Requests that may come at once after a pause. */
  burst: z.int().min(1).max(10_000_000),
});

const policies = z.array(limitPolicy).min(1).max(4);

/** Limits by class. Every policy of a class holds at the same time. */
export const limits = z.strictObject({
  /** Per client address (IPv6: per /64), before anything else is known. */
  address: policies,
  /** Per client address, on routes that take a credential. */
  authentication: policies,
  /** Per user, on routes that change access, export data or act through AI. */
  sensitive: policies,
  /** Per organisation. */
  tenant: policies,
  /** Per user. */
  user: policies,
  /** Per connected third party and organisation, outbound; a third party's own lower limit wins. */
  integration: policies,
});

export type LimitClass = keyof Product["limits"];
export type LimitPolicy = Product["limits"][LimitClass][number];

/** Requests an hour that a class admits in the long run: those of its tightest policy. */
export const sustainedPerHour = (classPolicies: readonly LimitPolicy[]): number =>
  Math.min(...classPolicies.map(({ quota, windowSeconds }) => (quota * 3600) / windowSeconds));

/** Limits on what one request may carry. */
export const bodies = z.strictObject({
  /** Bytes of a request body on a route that names no limit of its own. */
  defaultMaxBytes: z
    .int()
    .min(1024)
    .max(100 * 1024 * 1024),
});
