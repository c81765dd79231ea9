import { next, refuse, type Step } from "../../decision.ts";
import type { KnownHost } from "../../hosts.ts";
import { isAsked } from "../../net/authority.ts";
import { isCanonicalTarget, maxTargetLength } from "../../net/canonical.ts";
import { problemText } from "../../problem.ts";

export interface CanonicalOptions {
  /** Region of this edge; `undefined` for the global one. */
  readonly here: string | undefined;
  readonly hosts: (host: string) => KnownHost | undefined;
}

const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

/**
 * Lets one spelling of a request through: later steps match, sign and forward these very strings. Authority and target
 * are cut from the URL as the runtime states it, never from a parsed one, which would show a second reading of it. The
 * authority must be the Host field's: a runtime that only puts the two together lets a Host field spill into the target.
 * What the runtime itself drops before a worker is asked, the authority of an absolute target and a fragment, cannot be seen
 * here.
 */
export const canonical = ({ here, hosts }: CanonicalOptions): Step => {
  const notCanonical = refuse(problemText("not-canonical"));
  const tooLong = refuse(
    problemText("headers-too-large", `A request target has at most ${maxTargetLength} characters.`),
  );
  const notAllowed = refuse(problemText("method-not-allowed"), { allow: [...methods].join(", ") });
  const ambiguous = refuse(problemText("bad-request", "A request has either a Content-Length or a Transfer-Encoding."));
  const unknownHost = refuse(problemText("unknown-host"));

  return function canonical(request, facts) {
    const { url, method } = request;
    facts.secure = url.charCodeAt(4) === 0x73;
    const start = facts.secure ? 8 : 7;
    const slash = url.indexOf("/", start);
    if (slash === -1) return notCanonical;
    const authority = url.slice(start, slash);
    if (!isAsked(authority, request.headers, hosts)) return notCanonical;
    const match = hosts(authority);
    // Who asks for a tenant by another region's name still learns where it lives: the pin step answers.
    if (match === undefined || (match.region !== here && match.slug === undefined)) return unknownHost;
    const target = url.slice(slash);
    if (!isCanonicalTarget(target)) return target.length > maxTargetLength ? tooLong : notCanonical;
    facts.host = match.name;
    facts.hostRegion = match.region;
    facts.hostSlug = match.slug;
    facts.target = target;
    const query = target.indexOf("?");
    facts.path = query === -1 ? target : target.slice(0, query);
    if (method === "GET") return next;
    if (method === "OPTIONS") {
      const { headers } = request;
      facts.preflight = headers.has("origin") && headers.has("access-control-request-method");
      return facts.preflight ? next : notAllowed;
    }
    if (!methods.has(method)) return notAllowed;
    // RFC 9112 section 6.1: two lengths are an attempt to smuggle a request.
    return request.headers.has("transfer-encoding") && request.headers.has("content-length") ? ambiguous : next;
  };
};
