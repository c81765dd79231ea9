/** What the edge vouches for on the private hop to the origin. Every field is covered by the signature. */
export interface SignedRequest {
  /** Seconds since the epoch when the edge signed. */
  readonly time: number;
  /** Upper case. */
  readonly method: string;
  /** Path and query in the canonical form that is forwarded. */
  readonly target: string;
  /** Host the client asked for, lower case, with port where it had one. */
  readonly host: string;
  /** Slug, or `noTenant`. */
  readonly tenant: string;
  readonly region: string;
  readonly requestId: string;
  /** Without port. */
  readonly clientAddress: string;
  /** User the edge verified, or `noUser`. */
  readonly user: string;
  /** Digest of the content, or `unsignedDigest`: the edge never buffers a body. */
  readonly digest: string;
}

export const noTenant = "-";
export const noUser = "-";
export const unsignedDigest = "UNSIGNED";

/** Largest difference between the clocks of edge and origin, either way. */
export const maxSkewSeconds = 30;

/**
 * The bytes that are signed: one field a line, so that no two requests share a text. HTTP allows no line feed in any of
 * these fields (RFC 9110 section 5.5); one that has it all the same is refused with a `RangeError`, and so is a lone
 * surrogate, which UTF-8 would fold into another one.
 */
export const signedText = (request: SignedRequest): string => {
  const { time, method, target, host, tenant, region, requestId, clientAddress, user, digest } = request;
  const fields = `${method}\n${target}\n${host}\n${tenant}\n${region}\n${requestId}\n${clientAddress}\n${user}\n${digest}`;
  if (countLineFeeds(fields) !== 8) throw new RangeError("a signed field contains a line feed");
  if (!fields.isWellFormed()) throw new RangeError("a signed field is not well-formed text");
  return `v1\n${time}\n${fields}`;
};

/** True while a signature made at `time` is acceptable at `now`, both in seconds. */
export const isFresh = (time: number, now: number): boolean => Math.abs(now - time) <= maxSkewSeconds;

const countLineFeeds = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
};
