import { describe, expect, it } from "vitest";
import { factsWith, refusal, request } from "../../../test/support/steps.ts";
import { classify } from "./index.ts";

const step = classify({
  sessionCookie: "__Host-edge",
  tenantless: ["/api/v1/sign-up", "/api/v1/sign-up/", "/api/v1/admin/", "/openapi.json"],
});
const secret = "s".repeat(43);
const atBase = (path: string) => factsWith({ hostSlug: undefined, tenant: "", target: path, path });

describe("classify", () => {
  it("takes the host's tenant, whatever the credential says", () => {
    const facts = factsWith({ tenant: "" });
    step(
      request({ headers: { authorization: `Bearer globex.${secret}`, cookie: `__Host-edge=initech.${secret}` } }),
      facts,
    );
    expect(facts.tenant).toBe("acme");
  });

  it.each([
    ["a bearer token", { authorization: `Bearer globex.${secret}` }],
    ["a bearer token in any case", { authorization: `bEARER globex.${secret}` }],
    ["the session cookie", { cookie: `a=b; __Host-edge=globex.${secret}; c=d` }],
  ])("takes the hint of %s on the base host", (_what, headers) => {
    const facts = atBase("/api/v1/flows");
    expect(step(request({ headers }), facts)).toEqual({ kind: "continue" });
    expect(facts.tenant).toBe("globex");
  });

  it.each([
    ["no credential", {}],
    ["another scheme", { authorization: `Basic globex.${secret}` }],
    ["a token without a tenant", { authorization: `Bearer ${secret}` }],
    ["a name that can be no tenant's", { authorization: `Bearer Glo_Bex.${secret}` }],
    ["another cookie", { cookie: `edge=globex.${secret}` }],
    ["a cookie whose name only ends alike", { cookie: `x__Host-edge=globex.${secret}` }],
    ["two session cookies", { cookie: `__Host-edge=acme.x; __Host-edge=globex.${secret}` }],
    ["a space behind the cookie's name", { cookie: `__Host-edge =globex.${secret}` }],
    ["an authorisation that hides the cookie", { authorization: "Basic x", cookie: `__Host-edge=globex.${secret}` }],
  ])("finds nothing with %s", async (_what, headers: Record<string, string>) => {
    expect((await refusal(step(request({ headers }), atBase("/api/v1/flows")))).status).toBe(404);
  });

  it.each([
    "/api/v1/sign-up",
    "/api/v1/sign-up/1",
    "/api/v1/admin/tenants",
    "/openapi.json",
  ])("knows that %s has no tenant on the base host", (path) => {
    const facts = atBase(path);
    expect(step(request({ headers: { authorization: `Bearer globex.${secret}` } }), facts)).toEqual({
      kind: "continue",
    });
    expect(facts.tenant).toBe("-");
  });

  it.each(["/api/v1/sign-upx", "/api/v1/admin", "/openapi.json/x", "/"])("keeps %s to tenants", async (path) => {
    expect((await refusal(step(request(), atBase(path)))).status).toBe(404);
  });

  it("gives a tenant's host its tenant on those paths too", () => {
    const facts = factsWith({ tenant: "", target: "/api/v1/admin/tenants", path: "/api/v1/admin/tenants" });
    step(request(), facts);
    expect(facts.tenant).toBe("acme");
  });
});
