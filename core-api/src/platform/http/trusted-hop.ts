import { headers } from "@bailiwick/contract/names";
import type { ProblemName } from "@bailiwick/contract/problem";
import { noTenant, noUser, unsignedDigest } from "@bailiwick/contract/signature";
import type { edgeSignature } from "./edge-signature.ts";
import type { HeaderFields } from "./env.ts";
import type { ReplayMemory } from "./replay-memory.ts";

/** What the edge vouches for. */
export interface EdgeFacts {
  readonly requestId: string;
  /** Slug, or `-`. */
  readonly tenant: string;
  readonly clientAddress: string;
  readonly host: string;
}

export interface HopRefusal {
  readonly problem: ProblemName;
  /** For the log, never for the caller. */
  readonly reason: string;
}

export interface TrustedHopOptions {
  readonly region: string;
  readonly check: ReturnType<typeof edgeSignature>;
  readonly replays: ReplayMemory;
  /** Seconds since 1970: when this process began to be. It cannot know what one before it has taken. */
  readonly startedAt: number;
}

/**
 * Admits requests that this region's edge has signed, once each. Everything else is answered like a misdirected request
 * (RFC 9110 section 15.5.20), whatever is wrong with it.
 */
export const trustedHop = ({ region, check, replays, startedAt }: TrustedHopOptions) => {
  const refusals = new Map<string, HopRefusal>();
  const untrusted = (reason: string): HopRefusal => {
    const known = refusals.get(reason) ?? { problem: "untrusted-hop", reason };
    refusals.set(reason, known);
    return known;
  };

  // Signatures tell whole seconds: one of the second in which the process started may be older than it.
  const firstTime = Math.floor(startedAt) + 1;

  return function admit(method: string, target: string, fields: HeaderFields): EdgeFacts | HopRefusal {
    const requestId = fields[headers.requestId];
    const tenant = fields[headers.tenant];
    const signedRegion = fields[headers.region];
    const clientAddress = fields[headers.clientAddress];
    const key = fields[headers.edgeKey];
    const time = fields[headers.edgeTime];
    const signature = fields[headers.edgeSignature];
    const { host } = fields;
    if (
      typeof requestId !== "string" ||
      typeof tenant !== "string" ||
      typeof signedRegion !== "string" ||
      typeof clientAddress !== "string" ||
      typeof key !== "string" ||
      typeof time !== "string" ||
      typeof signature !== "string" ||
      typeof host !== "string"
    ) {
      return untrusted("unsigned");
    }
    // A number in another notation would sign a different text than the one that is checked.
    if (!/^\d{1,12}$/.test(time)) return untrusted("malformed time");
    const answer = check(
      {
        time: Number(time),
        method,
        target,
        host,
        tenant,
        region: signedRegion,
        requestId,
        clientAddress,
        user: noUser,
        digest: unsignedDigest,
      },
      key,
      signature,
    );
    if (answer !== "trusted") return untrusted(answer);
    if (signedRegion !== region) return untrusted("another region");
    if (Number(time) < firstTime) return { problem: "unavailable", reason: "signed before this process started" };
    switch (replays.note(requestId)) {
      case "new":
        return { requestId, tenant, clientAddress, host };
      case "seen":
        return untrusted("replayed");
      case "full":
        return { problem: "reduced-capacity", reason: "the replay memory is full" };
    }
  };
};

/** True for a request that is asked for no tenant. */
export const isTenantless = (facts: EdgeFacts): boolean => facts.tenant === noTenant;
