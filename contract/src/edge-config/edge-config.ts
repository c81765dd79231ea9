import type { LimitPolicy } from "../product/index.ts";
import type { Registry } from "../region/index.ts";

/** Everything an edge is told, as one JSON document. Secrets are bindings of their own. */
export interface EdgeConfig {
  /** Region this edge serves; `null` for the global edge, which serves none. */
  readonly region: string | null;
  /** Whose front door the worker is: decides which statement about the client's address is believed. */
  readonly platform: "workerd" | "cloudflare";
  readonly registry: Registry;
  readonly names: { readonly regionEndpointHeader: string; readonly sessionCookie: string };
  /** Strict-Transport-Security (RFC 6797). */
  readonly hsts: {
    readonly maxAgeSeconds: number;
    readonly includeSubDomains: boolean;
    readonly preload: boolean;
  };
  readonly limits: Readonly<Record<EdgeLimitClass, readonly LimitPolicy[]>>;
  readonly bodies: { readonly maxBytes: number; readonly mediaTypes: readonly string[] };
  /** Ranges of the one balancer in front of this edge: the last entry of its `X-Forwarded-For` is the client. */
  readonly trustedHops: readonly string[];
  /** Time the origin has to begin its answer. */
  readonly originTimeoutMs: number;
  /** Text of `/.well-known/security.txt` (RFC 9116), or empty. */
  readonly securityTxt: string;
}

export const edgeLimitClasses = ["address", "authentication", "sensitive", "tenant", "user"] as const;
export type EdgeLimitClass = (typeof edgeLimitClasses)[number];
