import { headers as names } from "@bailiwick/contract/names";
import { problemResponseHeaders } from "@bailiwick/contract/problem";
import type { Registry } from "@bailiwick/contract/region";
import { hostLookup } from "./hosts.ts";
import { isCanonicalTarget } from "./net/canonical.ts";
import { type ProblemText, problemText } from "./problem.ts";

/**
 * Answers plain HTTP: 308 to the same host and target over TLS (RFC 9110 section 15.4.9). Never HSTS, which has no meaning
 * here (RFC 6797 section 7.2), and never to a host that is not the product's.
 */
export const redirectToHttps = (registry: Registry): ((request: Request) => Response) => {
  const origins = [registry.globalUrl, ...registry.regions.map(({ baseUrl }) => baseUrl)].map((url) => new URL(url));
  const ports = new Map(origins.map(({ hostname, port }) => [hostname, port === "" ? "" : `:${port}`]));
  const match = hostLookup(registry);
  const unknownHost = problemText("unknown-host");
  const notCanonical = problemText("not-canonical");

  return function redirect({ url, headers }) {
    const slash = url.indexOf("/", 7);
    const authority = url.slice(7, slash === -1 ? undefined : slash);
    // Byte for byte: a Host field that holds a slash would otherwise say where to go.
    if (headers.get("host") !== authority) return problem(notCanonical);
    const name = authority.toLowerCase().replace(/:\d{1,5}$/, "");
    const port = ports.get(name) ?? ports.get(name.slice(name.indexOf(".") + 1));
    if (slash === -1 || port === undefined || match(name + port) === undefined) return problem(unknownHost);
    const target = url.slice(slash);
    if (!isCanonicalTarget(target)) return problem(notCanonical);
    return new Response(null, { status: 308, headers: { location: `https://${name}${port}${target}` } });
  };
};

const problem = (text: ProblemText): Response => {
  const requestId = crypto.randomUUID();
  const headers = { ...problemResponseHeaders, [names.requestId]: requestId };
  return new Response(text.render(requestId, ""), { status: text.status, headers });
};
