import { importEdgeKey, verify } from "@bailiwick/contract/signature";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchHttps, type HttpsAnswer, type HttpsRequest } from "./support/https.ts";
import { startPlatform, type TestPlatform } from "./support/region.ts";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
}, 60_000);
afterAll(() => platform?.stop());

const base = (region: string): string =>
  platform.registry.regions.find(({ id }) => id === region)?.baseUrl ?? platform.registry.globalUrl;
const at = (region: string, tenant: string, path: string): string =>
  `${base(region).replace("://", `://${tenant}.`)}${path}`;
const ask = (url: string, options: Omit<HttpsRequest, "ca"> = {}): Promise<HttpsAnswer> =>
  fetchHttps(url, { ca: platform.ca, ...options });
const json = { "content-type": "application/json" };

describe("a region", () => {
  it("serves a tenant of its own through its origin", async () => {
    const { status, body } = await ask(at("europe", "acme", "/api/v1/flows?limit=2"));
    expect([status, body]).toEqual([200, "ok"]);
  });

  it("signs what it forwards so that the origin can check every word of it", async () => {
    platform.europe.origin.seen.length = 0;
    const answer = await ask(at("europe", "acme", "/api/v1/flows?limit=3"), {
      method: "POST",
      headers: json,
      body: "{}",
    });
    const [seen] = platform.europe.origin.seen;
    const headers = seen?.headers ?? {};
    expect(seen).toMatchObject({ method: "POST", target: "/api/v1/flows?limit=3", body: "{}" });
    expect(headers["x-request-id"]).toBe(answer.headers["x-request-id"]);
    const claimed = {
      time: Number(headers["x-bailiwick-edge-time"]),
      method: "POST",
      target: "/api/v1/flows?limit=3",
      host: headers.host ?? "",
      tenant: String(headers["x-bailiwick-tenant"]),
      region: String(headers["x-bailiwick-region"]),
      requestId: String(headers["x-request-id"]),
      clientAddress: String(headers["x-bailiwick-client-address"]),
      user: "-",
      digest: "UNSIGNED",
    };
    expect(claimed).toMatchObject({ tenant: "acme", region: "europe", clientAddress: "127.0.0.1" });
    expect(claimed.host).toBe(new URL(at("europe", "acme", "/")).host);
    const key = await importEdgeKey("k1", new Uint8Array(Buffer.from(platform.edgeKey.secret, "base64url")));
    const signature = String(headers["x-bailiwick-edge-signature"]);
    const now = Date.now() / 1000;
    expect(await verify(claimed, String(headers["x-bailiwick-edge-key"]), signature, [key], now)).toBe(true);
    for (const changed of [{ tenant: "globex" }, { host: "evil" }, { clientAddress: "192.0.2.1" }, { target: "/" }]) {
      expect(await verify({ ...claimed, ...changed }, "k1", signature, [key], now)).toBe(false);
    }
  });

  it("names the right endpoint to whoever asks in the wrong region", async () => {
    const { status, headers, body } = await ask(at("europe", "globex", "/api/v1/flows"));
    const endpoint = new URL(at("america", "globex", "/")).origin;
    expect(status).toBe(421);
    expect(headers).toMatchObject({
      "x-edge-region-endpoint": endpoint,
      "cache-control": "no-store",
      "content-type": "application/problem+json",
      "strict-transport-security": "max-age=31536000",
    });
    expect(JSON.parse(body)).toMatchObject({ type: "urn:bailiwick:problem:wrong-region", region: "america", endpoint });
    expect((await ask(`${endpoint}/api/v1/flows`)).status).toBe(200);
  });

  it("lets nothing of a refused request reach any origin, its body included", async () => {
    await ask(at("europe", "globex", "/warm"));
    const before = [platform.europe.origin, platform.america.origin].map((origin) => origin.seen.length);
    const connections = [platform.europe.origin, platform.america.origin].map((origin) => origin.connections());
    const secret = "x".repeat(300_000);
    const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
    for (let at_ = 0; at_ < 60; at_++) {
      const method = methods[at_ % methods.length] ?? "GET";
      const sends = method !== "GET" && method !== "HEAD";
      const headers = { ...json, authorization: `Bearer globex.${"s".repeat(43)}`, cookie: "__Host-edge=globex.x" };
      // A body that is not read to its end may cost the connection: then the answer may be lost with it.
      const sending = ask(at("europe", "globex", `/api/v1/flows/${at_}`), {
        method,
        headers,
        ...(sends ? { body: secret } : {}),
      });
      const status = await sending.then(
        (answer) => answer.status,
        (error: NodeJS.ErrnoException) => (error.code === "EPIPE" || error.code === "ECONNRESET" ? 421 : error.code),
      );
      expect(status).toBe(421);
    }
    expect([platform.europe.origin, platform.america.origin].map((origin) => origin.seen.length)).toEqual(before);
    // The edges refresh their own documents meanwhile, over the connections they keep.
    const grown = [platform.europe.origin, platform.america.origin].map(
      (origin, index) => origin.connections() - (connections[index] ?? 0),
    );
    expect(Math.max(...grown)).toBeLessThanOrEqual(2);
  });

  it("answers the preflight of a request in the wrong region, so that the page can read the refusal", async () => {
    const headers = { origin: "https://customer.example", "access-control-request-method": "POST" };
    const preflight = await ask(at("europe", "globex", "/api/v1/flows"), { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers["access-control-allow-origin"]).toBe("*");
    const refused = await ask(at("europe", "globex", "/api/v1/flows"), {
      method: "POST",
      headers: { ...json, origin: headers.origin },
      body: "{}",
    });
    expect(refused.status).toBe(421);
    expect(refused.headers["access-control-allow-origin"]).toBe("*");
    expect(refused.headers["access-control-expose-headers"]).toContain("X-Edge-Region-Endpoint");
  });

  it("tells a suspended tenant from an unknown one by nothing", async () => {
    const [suspended, unknown] = await Promise.all(
      ["gone-bad", "nobody"].map((tenant) => ask(at("europe", tenant, "/api/v1/flows"))),
    );
    const shape = (answer: HttpsAnswer | undefined) => [
      answer?.status,
      answer?.body.replace(/"instance":"[^"]+"/, ""),
      answer?.rawHeaders.filter((_, index) => index % 2 === 0),
    ];
    expect(shape(suspended)).toEqual(shape(unknown));
    expect(suspended?.status).toBe(404);
  });

  it("reads but does not write for a frozen tenant", async () => {
    expect((await ask(at("europe", "frosty", "/api/v1/flows"))).status).toBe(200);
    const { status, headers } = await ask(at("europe", "frosty", "/api/v1/flows"), {
      method: "POST",
      headers: json,
      body: "{}",
    });
    expect([status, headers["retry-after"]]).toEqual([503, "60"]);
  });

  it("keeps an address out that the tenant does not allow, whatever it says of itself", async () => {
    const headers = {
      "x-forwarded-for": "192.0.2.1",
      "cf-connecting-ip": "192.0.2.1",
      forwarded: "for=192.0.2.1",
      "x-real-ip": "192.0.2.1",
    };
    expect((await ask(at("europe", "walled", "/api/v1/flows"), { headers })).status).toBe(403);
  });

  it("hands out what it signs and what it knows", async () => {
    const map = await ask(`${base("europe")}/.well-known/pins`);
    expect(map.headers.etag).toBe('"1"');
    expect((await ask(`${base("europe")}/.well-known/pins`, { headers: { "if-none-match": '"1"' } })).status).toBe(304);
    expect(JSON.parse((await ask(`${base("europe")}/.well-known/regions`)).body)).toEqual(platform.registry);
    expect((await ask(`${base("europe")}/.well-known/security.txt`)).body).toContain("Contact:");
    expect((await ask(`${base("europe")}/health`)).status).toBe(200);
  });

  it("finds a tenant by its credential on the base host", async () => {
    const headers = { authorization: `Bearer acme.${"s".repeat(43)}` };
    expect((await ask(`${base("europe")}/api/v1/flows`, { headers })).status).toBe(200);
    expect((await ask(`${base("america")}/api/v1/flows`, { headers })).status).toBe(421);
    expect((await ask(`${base("europe")}/api/v1/flows`)).status).toBe(404);
  });

  it("forwards sign-up without a tenant", async () => {
    platform.europe.origin.seen.length = 0;
    await ask(`${base("europe")}/api/v1/sign-up`, { method: "POST", headers: json, body: "{}" });
    expect(platform.europe.origin.seen[0]?.headers["x-bailiwick-tenant"]).toBe("-");
  });
});

describe("the global edge", () => {
  it("sends every tenant to its region, by host and by credential", async () => {
    for (const [tenant, region] of [
      ["acme", "europe"],
      ["globex", "america"],
    ] as const) {
      const endpoint = new URL(at(region, tenant, "/")).origin;
      const byHost = await ask(at("global", tenant, "/api/v1/flows"));
      const byHint = await ask(`${base("global")}/api/v1/flows`, {
        headers: { authorization: `Bearer ${tenant}.${"s".repeat(43)}` },
      });
      for (const { status, headers } of [byHost, byHint]) {
        expect([status, headers["x-edge-region-endpoint"]]).toEqual([421, endpoint]);
      }
    }
  });

  it("knows no more than that", async () => {
    expect((await ask(at("global", "nobody", "/"))).status).toBe(404);
    expect((await ask(`${base("global")}/api/v1/sign-up`, { method: "POST", headers: json, body: "{}" })).status).toBe(
      404,
    );
    expect((await ask(`${base("global")}/.well-known/pins`)).status).toBe(404);
    expect(JSON.parse((await ask(`${base("global")}/.well-known/regions`)).body)).toEqual(platform.registry);
    expect((await ask(`${base("global")}/health`)).status).toBe(200);
  });
});

describe("the way back from the origin", () => {
  it("passes compressed bytes and cookies as they are", async () => {
    const compressed = Buffer.from("H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==", "base64");
    platform.europe.origin.respond = (_request, response) =>
      void response
        .writeHead(200, { "content-encoding": "gzip", "content-type": "text/plain", "set-cookie": ["a=1", "b=2"] })
        .end(compressed);
    const { headers } = await ask(at("europe", "acme", "/x"), { headers: { "accept-encoding": "gzip" } });
    expect(headers["content-encoding"]).toBe("gzip");
    expect(headers["set-cookie"]).toEqual(["a=1", "b=2"]);
  });

  it("says 504 when the origin is late and 502 when it is broken", async () => {
    platform.europe.origin.respond = () => {};
    expect((await ask(at("europe", "acme", "/late"))).status).toBe(504);
    platform.europe.origin.respond = (request) => void request.socket.destroy();
    expect((await ask(at("europe", "acme", "/broken"))).status).toBe(502);
    platform.europe.origin.respond = (_request, response) => void response.end("ok");
  });
});
