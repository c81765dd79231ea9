import { randomBytes } from "node:crypto";
import { tenantEndpoint } from "@bailiwick/contract/region";

/** Somebody who may create flows and read the audit log of `tenant`. */
export interface CheckAccount {
  readonly email: string;
  readonly password: string;
}

/** The region that is checked, and what is known of it. */
export interface CheckTarget {
  /** Origin of the region's edge, as the list of regions has it. */
  readonly url: string;
  /** PEM of the authority to trust instead of the public ones. */
  readonly authority?: string | undefined;
  /** Oldest version of TLS that the region may speak; older ones must be refused. */
  readonly tlsMinimum: "1.2" | "1.3";
  /** Where plain HTTP is answered. */
  readonly httpPort: number;
  /** Name of the field that carries a tenant's endpoint; without it, the one that ends in `-region-endpoint`. */
  readonly endpointHeader?: string | undefined;
  /** Slug of a tenant of this region. */
  readonly tenant?: string | undefined;
  readonly account?: CheckAccount | undefined;
  /** Slug of a tenant that is pinned to another region. */
  readonly elsewhere?: string | undefined;
  /** Origin of another region's edge. */
  readonly peer?: string | undefined;
  /** Keys that may sign the region's pin map, from who runs it; without them, those that the region itself publishes. */
  readonly pinKeys?: readonly string[] | undefined;
  /** Age at which a pin map should have been published anew. */
  readonly pinsMaxAgeSeconds: number;
  /** Attempts to sign in after which there must have been a 429. */
  readonly signInAttempts: number;
  /** Address to come from, where limits by address must not meet those of others. */
  readonly localAddress?: string | undefined;
}

/** Origin of a tenant in the region of an edge. */
export const tenantOrigin = (baseUrl: string, slug: string): string =>
  tenantEndpoint({ id: "", jurisdiction: "", pinKeys: [], baseUrl }, slug);

/** A slug that no tenant has: nobody signs up with these 64 random bits. */
export const unknownSlug = (): string => `nobody-${randomBytes(8).toString("hex")}`;

/** Host names that the region's certificate and answers must be good for: its own, and one of a tenant. */
export const originsOf = ({ url, tenant }: CheckTarget): readonly [string, string] => [
  url,
  tenantOrigin(url, tenant ?? unknownSlug()),
];
