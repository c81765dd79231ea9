import { next, refuse, type Step } from "../../decision.ts";
import { problemText } from "../../problem.ts";

export interface BodyOptions {
  readonly maxBytes: number;
  /** Media types without parameters; `*+json` stands for every structured syntax suffix of JSON (RFC 6839). */
  readonly mediaTypes: readonly string[];
}

/** Refuses a body that is too large, of a type no route takes, or where there should be none. Never reads it. */
export const body = ({ maxBytes, mediaTypes }: BodyOptions): Step => {
  const tooLarge = refuse(problemText("body-too-large", `A request body has at most ${maxBytes} bytes.`));
  const unsupported = refuse(problemText("unsupported-media-type"), { "accept-post": mediaTypes.join(", ") });
  const noBody = refuse(problemText("bad-request", "A request with this method has no body."));
  const noUpgrade = refuse(problemText("bad-request", "The protocol cannot be changed."));
  const known = new Set(mediaTypes);

  const isKnown = (contentType: string | null): boolean => {
    const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
    return known.has(type) || (known.has("*+json") && /^application\/[a-z0-9.-]+\+json$/.test(type));
  };

  return function body({ method, headers }, facts) {
    if (headers.has("upgrade")) return noUpgrade;
    const stated = headers.get("content-length");
    const chunked = headers.has("transfer-encoding");
    if (stated === null && !chunked) return next;
    const length = Number(stated ?? 0);
    if (stated !== null && !/^\d{1,15}$/.test(stated)) return noBody;
    if (length === 0 && !chunked) return next;
    if (method === "GET" || method === "HEAD") return noBody;
    if (length > maxBytes) return tooLarge;
    const encoding = headers.get("content-encoding");
    if (!isKnown(headers.get("content-type")) || (encoding !== null && encoding !== "identity")) return unsupported;
    if (chunked) facts.countedBytes = maxBytes;
    return next;
  };
};
