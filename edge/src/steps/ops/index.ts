import type { PinDirectory } from "@bailiwick/contract/pins";
import type { Registry } from "@bailiwick/contract/region";
import { answer, type Decision, next, refuse, type Step } from "../../decision.ts";
import type { Facts } from "../../facts.ts";
import { problemText } from "../../problem.ts";
import type { Refresher } from "../../refresh/refresher.ts";

export interface OpsOptions {
  readonly here: string | undefined;
  readonly registry: Registry;
  readonly directory: PinDirectory;
  /** Keeps everything the edge holds. */
  readonly refresher: Refresher;
  /** Keeps what is this region's own: who asks for its map must not wait for the maps of others, who may be asking. */
  readonly ownRefresher: Refresher;
  /** True while the address rules are held and valid; the global edge has none. */
  readonly policiesFresh: () => boolean;
  readonly securityTxt: string;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Age of a map that is given to whoever wants the newest: a little more than the time between two forced fetches. */
const newestMilliseconds = 1500;

/** Answers what the edge knows by itself, on every host it serves and with the origin down. */
export const ops = (options: OpsOptions): Step => {
  const { here, registry, directory, refresher, ownRefresher, securityTxt } = options;
  const notFound = refuse(problemText("not-found"));
  const notTheNewest = refuse(problemText("pins-unavailable"), { "retry-after": "1" });
  const regions = JSON.stringify(registry);

  const routes: Readonly<Record<string, (request: Request, facts: Facts) => Decision | Promise<Decision>>> = {
    "/health": (_request, { waitUntil }) => {
      const pending = refresher.keep(waitUntil);
      return pending === undefined ? health(options) : pending.then(() => health(options));
    },
    "/.well-known/regions": () => text(regions, "application/json", "public, max-age=300"),
    "/.well-known/security.txt": () =>
      securityTxt === "" ? notFound : text(securityTxt, "text/plain; charset=utf-8", "public, max-age=86400"),
    "/.well-known/pins": ({ headers }, { waitUntil }) => {
      const reply = () => pinMap(directory, here, headers.get("if-none-match")) ?? notFound;
      // Regions agree on new names by maps that are known to be the newest: an old one would be worse than none.
      if (/\bno-cache\b/i.test(headers.get("cache-control") ?? "")) {
        return ownRefresher
          .force(waitUntil)
          .then(() => (ownRefresher.newerThan(newestMilliseconds) ? reply() : notTheNewest));
      }
      const pending = ownRefresher.keep(waitUntil);
      return pending === undefined ? reply() : pending.then(reply);
    },
  };

  return function ops(request, facts) {
    const second = facts.path.charCodeAt(1);
    if (second !== 0x2e && second !== 0x68) return next;
    const route = Object.hasOwn(routes, facts.path) ? routes[facts.path] : undefined;
    if (route === undefined) return next;
    return request.method === "GET" || request.method === "HEAD" ? route(request, facts) : next;
  };
};

/** 200 while this edge can tell where every tenant lives and who may reach it; nobody is told more without asking a region. */
const health = ({ here, registry, directory, policiesFresh, now }: OpsOptions): Decision => {
  const at = now();
  const held = directory.held().filter(({ notAfter }) => at <= notAfter);
  const good = held.length === registry.regions.length && policiesFresh();
  const pins = held.map(({ region, epoch, issuedAt }) => ({
    region,
    epoch,
    ageSeconds: Math.max(0, Math.floor(at - issuedAt)),
  }));
  const body = JSON.stringify({
    status: good ? "ok" : "unavailable",
    region: here ?? null,
    policies: policiesFresh(),
    pins,
  });
  return text(body, "application/json", "no-store", good ? 200 : 503);
};

/** The signed bytes of this region's map as they came, for the edges of other regions. */
const pinMap = (
  directory: PinDirectory,
  here: string | undefined,
  ifNoneMatch: string | null,
): Decision | undefined => {
  const bytes = here === undefined ? undefined : directory.bytes(here);
  const held = directory.held().find(({ region }) => region === here);
  if (bytes === undefined || held === undefined) return undefined;
  const headers = { etag: `"${held.epoch}"`, "cache-control": "public, max-age=30" };
  if (ifNoneMatch === headers.etag) return answer(new Response(null, { status: 304, headers }));
  return answer(new Response(bytes, { headers: { ...headers, "content-type": "application/octet-stream" } }));
};

const text = (body: string, type: string, cacheControl: string, status = 200): Decision =>
  answer(new Response(body, { status, headers: { "content-type": type, "cache-control": cacheControl } }));
