import { randomUUID } from "node:crypto";
import type { Asked, Field, Given } from "./given.ts";

export interface StandInApiOptions {
  readonly port: number;
  readonly pins: Uint8Array;
  readonly pinKey: string;
  readonly password: string;
  readonly refusedMs?: number | undefined;
  readonly unrecorded?: boolean | undefined;
}

const homes: Readonly<Record<string, string>> = {
  acme: "west",
  globex: "east",
  "region-check-west": "west",
  "region-check-east": "east",
};
const patience = 4;

/** Answers requests as a region in order does. */
export const createApi = (options: StandInApiOptions): ((asked: Asked) => Given) => {
  const { port, pins, pinKey, password, refusedMs = 1000, unrecorded = false } = options;
  const origin = (name: string): string => `https://${name}.localhost:${port}`;
  const events: unknown[] = [];
  let attempts = 0;
  let refusedUntil = 0;

  return function answer(asked) {
    const { secure, name, slug, path, target, region } = asked;
    if (!secure) return { status: 308, fields: [["location", `https://${name}:${port}${target}`]], body: "" };
    if (slug === undefined) return own(asked);
    const home = homes[slug];
    if (home === undefined) return refusal(404);
    if (home !== region) return misdirected(origin(`${slug}.${home}`));
    if (path === "/api/v1/auth/sign-in") return signIn(asked);
    return asked.authorization === "Bearer token" ? api(asked) : refusal(path.startsWith("/api/") ? 401 : 404);
  };

  function own({ path }: Asked): Given {
    if (path === "/health") return json(200, { status: "ok", region: "west" });
    if (path === "/.well-known/pins") return { status: 200, fields: [], body: pins };
    if (path === "/.well-known/regions") {
      const regions = ["west", "east"].map((id) => ({
        id,
        jurisdiction: "eu",
        baseUrl: origin(id),
        pinKeys: [pinKey],
      }));
      return json(200, { product: "flow", globalUrl: "https://localhost", regions });
    }
    if (path !== "/.well-known/security.txt") return refusal(404);
    const expires = new Date(Date.now() + 86_400_000).toISOString();
    const body = `Contact: mailto:security@flow.example\nExpires: ${expires}\n`;
    return { status: 200, fields: [["content-type", "text/plain; charset=utf-8"]], body };
  }

  function signIn({ body }: Asked): Given {
    const { email, password: given } = JSON.parse(body);
    if (Date.now() < refusedUntil) return refusal(429, [["retry-after", "1"]]);
    if (email === "ana@acme.test" && given === password) return json(200, { token: "token" });
    attempts += 1;
    if (attempts % patience !== 0) return refusal(401);
    refusedUntil = Date.now() + refusedMs;
    return refusal(429, [["retry-after", "1"]]);
  }

  function api({ method, path, target }: Asked): Given {
    if (method === "POST" && path === "/api/v1/flows") return changed("flow.created", randomUUID(), 201);
    if (method === "DELETE") return changed("flow.trashed", path.split("/").at(-1) ?? "", 204);
    if (path === "/api/v1/audit") {
      const wanted = new URL(target, "https://x").searchParams.get("action");
      return json(200, { items: events.filter((event) => Reflect.get(Object(event), "action") === wanted) });
    }
    return method === "POST" ? { status: 204, fields: [], body: "" } : refusal(404);
  }

  function changed(action: string, id: string, status: number): Given {
    const requestId = randomUUID();
    if (!unrecorded) events.unshift({ action, target: { type: "flow", id }, requestId });
    return { ...json(status, { id }, [["x-request-id", requestId]]), ...(status === 204 ? { body: "" } : {}) };
  }
};

const json = (status: number, body: unknown, fields: readonly Field[] = []): Given => ({
  status,
  fields: [
    ["content-type", "application/json"],
    ["cache-control", "no-store"],
    ["x-frame-options", "DENY"],
    ["referrer-policy", "no-referrer"],
    ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
    ...fields,
  ],
  body: JSON.stringify(body),
});

const refusal = (status: number, fields: readonly Field[] = [], members: object = {}): Given => ({
  status,
  fields: [["content-type", "application/problem+json"], ["cache-control", "no-store"], ...fields],
  body: JSON.stringify({ status, ...members }),
});

const misdirected = (endpoint: string): Given => {
  const fields: readonly Field[] = [
    ["x-flow-region-endpoint", endpoint],
    ["access-control-allow-origin", "*"],
    ["access-control-expose-headers", "X-Flow-Region-Endpoint, Retry-After"],
  ];
  return refusal(421, fields, { endpoint });
};
