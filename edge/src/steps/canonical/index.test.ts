import { describe, expect, it } from "vitest";
import { factsWith, refusal, registry } from "../../../test/support/steps.ts";
import { hostLookup } from "../../hosts.ts";
import { canonical } from "./index.ts";

const step = canonical({ here: "europe", hosts: hostLookup(registry) });
/**
 * A request as workerd hands it over: the URL is the Host field and the target put together, which `new Request` would tidy
 * up. Of an absolute target (RFC 9112 section 3.2.2) only the path is left, and of a fragment nothing.
 */
const received = (url: string, method = "GET", headers: Record<string, string> = {}): Request => {
  const host = /^https?:\/\/([^/]*)/.exec(url)?.[1] ?? "";
  return { url, method, headers: new Headers({ host, ...headers }) } as Request;
};

describe("canonical", () => {
  it("states the facts of a request", () => {
    const facts = factsWith({ secure: false, host: "", hostSlug: undefined, target: "", path: "" });
    expect(step(received("https://ACME.europe.edge.example:443/api/v1/flows?limit=1"), facts)).toEqual({
      kind: "continue",
    });
    expect(facts).toMatchObject({
      secure: true,
      host: "acme.europe.edge.example",
      hostRegion: "europe",
      hostSlug: "acme",
      target: "/api/v1/flows?limit=1",
      path: "/api/v1/flows",
      preflight: false,
    });
  });

  it("sees plain HTTP", () => {
    const facts = factsWith();
    step(received("http://acme.europe.edge.example/"), facts);
    expect(facts.secure).toBe(false);
  });

  it.each([
    "https://evil.example/",
    "https://europe.edge.example.evil.example/",
    "https://acme.europe.edge.example:8443/",
    "https://user:word@acme.europe.edge.example/",
    "https://acme.europe.edge.example, evil.example/",
    "https://america.edge.example/",
    "https://edge.example/",
    "https:///",
  ])("does not serve %s", async (url) => {
    expect(await refusal(step(received(url), factsWith()))).toMatchObject({
      status: 421,
      problem: { type: "urn:bailiwick:problem:unknown-host" },
    });
  });

  const base = "acme.europe.edge.example";
  it.each([
    [`${base}/api/v1/auth`, "/session"],
    [`${base}/api/v1/flows?limit=1&x=`, "/internal/pins"],
    [`${base}?`, "/api/v1/auth/session"],
    [`${base}#`, "/api/v1/auth/session"],
    [`${base}/..`, "/api/v1/auth/session"],
    [`${base}\\api\\v1`, "/auth/session"],
    [`${base}/`, ""],
    [`${base}, evil.example`, "/x"],
    ["", "/x"],
  ])("refuses the Host field %j before the target %s", async (host, target) => {
    const { status } = await refusal(step(received(`https://${host}${target}`, "GET", { host }), factsWith()));
    expect([400, 421]).toContain(status);
  });

  it.each([
    "evil.example",
    "globex.europe.edge.example",
    `${base}:80`,
    `${base}.`,
  ])("refuses a URL of another authority than the Host field %s", async (host) => {
    const { status } = await refusal(step(received(`https://${base}/x`, "GET", { host }), factsWith()));
    expect(status).toBe(400);
  });

  it.each([base.toUpperCase(), `${base}:443`])("takes %s for the same name where a platform tidied the URL", (host) => {
    expect(step(received(`https://${base}/x`, "GET", { host }), factsWith())).toEqual({ kind: "continue" });
  });

  it("refuses a request without a Host field", async () => {
    const request = { url: `https://${base}/x`, method: "GET", headers: new Headers() } as Request;
    expect((await refusal(step(request, factsWith()))).status).toBe(400);
  });

  it("lets a tenant's request at another region's name through to learn where the tenant lives", () => {
    const facts = factsWith();
    expect(step(received("https://acme.america.edge.example/"), facts)).toEqual({ kind: "continue" });
    expect(facts.hostRegion).toBe("america");
  });

  it("serves the region-less name at the global edge only", async () => {
    const global = canonical({ here: undefined, hosts: hostLookup(registry) });
    expect(global(received("https://acme.edge.example/"), factsWith())).toEqual({ kind: "continue" });
    expect(global(received("https://edge.example/"), factsWith())).toEqual({ kind: "continue" });
    expect((await refusal(global(received("https://europe.edge.example/"), factsWith()))).status).toBe(421);
  });

  it.each(["/a/../b", "/%2e%2e/b", "//b", "/a\\b", "/%2fb", "*"])("refuses the target %s", async (target) => {
    const { status, problem } = await refusal(step(received(`https://acme.europe.edge.example${target}`), factsWith()));
    expect(status).toBe(400);
    expect(problem).toMatchObject({ type: "urn:bailiwick:problem:not-canonical" });
    expect(JSON.stringify(problem)).not.toContain(target);
  });

  it("refuses a target that is too long", async () => {
    const long = `https://acme.europe.edge.example/${"a".repeat(9000)}`;
    expect((await refusal(step(received(long), factsWith()))).status).toBe(431);
  });

  it.each(["TRACE", "CONNECT", "PROPFIND", "OPTIONS", "get"])("does not allow %s", async (method) => {
    const { status, headers } = await refusal(step(received("https://acme.europe.edge.example/", method), factsWith()));
    expect(status).toBe(405);
    expect(headers.allow).toBe("GET, HEAD, POST, PUT, PATCH, DELETE");
  });

  it("recognises a preflight", () => {
    const facts = factsWith();
    const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
    expect(step(received("https://acme.europe.edge.example/", "OPTIONS", headers), facts)).toEqual({
      kind: "continue",
    });
    expect(facts.preflight).toBe(true);
  });

  it("refuses two statements of a body's length", async () => {
    const headers = { "content-length": "5", "transfer-encoding": "chunked" };
    const { status } = await refusal(step(received("https://acme.europe.edge.example/", "POST", headers), factsWith()));
    expect(status).toBe(400);
  });
});
