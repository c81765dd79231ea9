import { describe, expect, it } from "vitest";
import { factsWith, registry, request } from "../../../test/support/steps.ts";
import { createCors } from "../../cors.ts";
import { answer, refuse } from "../../decision.ts";
import { problemText } from "../../problem.ts";
import { respond } from "./index.ts";

const finish = respond({
  hsts: { maxAgeSeconds: 31_536_000, includeSubDomains: false, preload: false },
  regionEndpointHeader: "X-Edge-Region-Endpoint",
  cors: createCors(registry),
});
const limited = refuse(problemText("quota-exceeded"), { "retry-after": "7" });
const exposed = "X-Edge-Region-Endpoint, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id";
const by = (origin: string) => request({ headers: { origin } });

describe("respond to a refusal", () => {
  it("makes a problem document that is never kept", async () => {
    const response = finish(limited, request(), factsWith());
    expect(response.status).toBe(429);
    expect(Object.fromEntries(response.headers)).toEqual({
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "strict-transport-security": "max-age=31536000",
      "retry-after": "7",
      "x-request-id": "11111111-2222-4333-8444-555555555555",
    });
    expect(await response.json()).toMatchObject({ status: 429, instance: "11111111-2222-4333-8444-555555555555" });
  });

  it("says nothing of HSTS on plain HTTP", () => {
    expect(finish(limited, request(), factsWith({ secure: false })).headers.has("strict-transport-security")).toBe(
      false,
    );
  });

  it("gives every answer of one refusal its own id, origin and nothing of another's", () => {
    const first = finish(limited, by("https://evil.example"), factsWith({ requestId: "one" }));
    const second = finish(limited, request(), factsWith({ requestId: "two" }));
    expect(first.headers.get("x-request-id")).toBe("one");
    expect(first.headers.get("access-control-allow-origin")).toBe("*");
    expect(second.headers.get("x-request-id")).toBe("two");
    expect(second.headers.has("access-control-allow-origin")).toBe(false);
  });

  it("lets any page read it, without credentials", () => {
    const { headers } = finish(limited, by("https://evil.example"), factsWith());
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.has("access-control-allow-credentials")).toBe(false);
    expect(headers.get("access-control-expose-headers")).toBe(exposed);
  });

  it("lets the product's own pages read it with credentials", () => {
    const { headers } = finish(limited, by("https://acme.america.edge.example"), factsWith());
    expect(headers.get("access-control-allow-origin")).toBe("https://acme.america.edge.example");
    expect(headers.get("access-control-allow-credentials")).toBe("true");
  });

  it("answers the preflight of a request that will be refused, so that the page can read why", async () => {
    const { status, headers, body } = finish(limited, by("https://evil.example"), factsWith({ preflight: true }));
    expect(status).toBe(204);
    expect(body).toBeNull();
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-allow-headers")).toContain("authorization");
    expect(headers.get("access-control-max-age")).toBe("0");
  });
});

describe("respond to an answer", () => {
  const origin = (headers: Record<string, string>, status = 200) => answer(new Response("{}", { status, headers }));

  it("says by whose grace it may be used, and hides who made it", () => {
    const { headers } = finish(
      origin({ server: "x/1", "x-powered-by": "y", via: "z", "alt-svc": "h3" }),
      request(),
      factsWith(),
    );
    for (const name of ["server", "x-powered-by", "via", "alt-svc"]) expect(headers.has(name)).toBe(false);
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });

  it("keeps what the origin says of its own pages, but not of HSTS and CORS", () => {
    const { headers } = finish(
      origin({
        "content-security-policy": "default-src 'self'",
        "strict-transport-security": "max-age=0",
        "access-control-allow-origin": "*",
        "access-control-allow-credentials": "true",
      }),
      by("https://evil.example"),
      factsWith(),
    );
    expect(headers.get("content-security-policy")).toBe("default-src 'self'");
    expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
    expect(headers.has("access-control-allow-origin")).toBe(false);
    expect(headers.has("access-control-allow-credentials")).toBe(false);
  });

  it.each([
    "https://globex.europe.edge.example",
    "https://evil.example",
    "null",
  ])("keeps it from pages of %s", (from) => {
    const { headers } = finish(origin({}), by(from), factsWith());
    expect(headers.has("access-control-allow-origin")).toBe(false);
    expect(headers.get("vary")).toBe("Origin");
  });

  it("shows what is left of the limits to those who are let in", () => {
    const facts = factsWith({ rateLimit: '"tenant";r=1;t=2', rateLimitPolicy: '"tenant";q=3;w=4' });
    expect(finish(origin({}), request(), facts).headers.get("ratelimit")).toBe('"tenant";r=1;t=2');
    expect(finish(origin({}), request(), facts).headers.get("ratelimit-policy")).toBe('"tenant";q=3;w=4');
    for (const status of [401, 403]) {
      expect(finish(origin({}, status), request(), facts).headers.has("ratelimit")).toBe(false);
    }
  });

  it("keeps every cookie apart", () => {
    const made = new Response("{}");
    made.headers.append("set-cookie", "a=1");
    made.headers.append("set-cookie", "b=2");
    expect(finish(answer(made), request(), factsWith()).headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });
});
