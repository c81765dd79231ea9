import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchHttps } from "./support/https.ts";
import { sendRaw } from "./support/raw.ts";
import { startPlatform, type TestPlatform } from "./support/region.ts";

let platform: TestPlatform;
let host: string;
beforeAll(async () => {
  platform = await startPlatform();
  host = `acme.${new URL(platform.registry.regions[0]?.baseUrl ?? "").host}`;
  // Maps are loaded with the first request.
  await sendRaw(platform.europe.plain, `GET /health HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
}, 60_000);
afterAll(() => platform?.stop());

const raw = (head: string, body = "") =>
  sendRaw(platform.europe.plain, `${head.trim().replaceAll("\n", "\r\n")}\r\n\r\n${body}`);
const get = (target: string) => raw(`GET ${target} HTTP/1.1\nHost: ${host}`);
const reached = () => platform.europe.origin.seen.map(({ target }) => target);

describe("one spelling of a path", () => {
  it.each([
    "/public/%2e%2e/admin",
    "/public/.%2e/admin",
    "/public/../admin",
    "/public\\..\\admin",
    "/public%2f..%2fadmin",
    "/public%5c..%5cadmin",
    "/public/..;x=y/admin",
    "//evil.example/admin",
    "/public//admin",
    "/%61dmin",
    "/a%00",
    "/a%c0%ae%c0%ae/b",
    "/\xc3\xa9",
    "/public/%252e%252e/admin",
  ])("refuses %s before anyone reads it otherwise", async (target) => {
    const before = reached().length;
    const { statuses } = await get(target);
    expect(statuses).toEqual([400]);
    expect(reached().length).toBe(before);
  });

  it("forwards exactly what it decided on", async () => {
    for (const target of ["/api/v1/flows/a%20b?x=%2F..%2F", "/caf%C3%A9", "/a;v=1/...?q={}"]) {
      expect((await get(target)).statuses).toEqual([200]);
      expect(reached().at(-1)).toBe(target);
    }
  });
});

describe("one request at a time", () => {
  it("answers nothing that hides behind two lengths of one body", async () => {
    const smuggled = `0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    const head = `POST /x HTTP/1.1\nHost: ${host}\nContent-Type: application/json\nContent-Length: 5\nTransfer-Encoding: chunked`;
    const { statuses, closed } = await raw(head, smuggled);
    expect(statuses.length).toBe(1);
    expect(closed).toBe(true);
    expect(reached()).not.toContain("/smuggled");
  });

  it.each([
    ["two different lengths", "Content-Length: 5\nContent-Length: 6"],
    ["a length that is none", "Content-Length: +5"],
    ["an unknown coding last", "Transfer-Encoding: chunked, identity"],
    ["a space before the colon", "X-Bailiwick-Tenant : evil"],
    ["a folded line", "X-A: 1\n  2"],
  ])("refuses %s", async (_what, lines) => {
    expect((await raw(`POST /x HTTP/1.1\nHost: ${host}\n${lines}`, "hello")).statuses).toEqual([400]);
  });

  it.each([
    ["two hosts", "/x", "HOST\nHost: evil.example", 421],
    ["another host with a path", "/x", "evil.example/x", 400],
    ["a host that holds the start of the path", "/session", "HOST/api/v1/auth", 400],
    ["a host that holds a whole path and a query", "/x", "HOST/api/v1/flows?limit=1&x=", 400],
    ["a host that hides the target behind a query", "/x", "HOST/admin?", 400],
    ["a host that ends in a slash", "x", "HOST/", 400],
    ["a host with a fragment", "/x", "HOST#", 421],
    ["a host with backslashes", "/session", "HOST\\api\\v1\\auth", 421],
    ["a host behind user information", "/x", "HOST@evil.example", 421],
  ])("does not serve %s", async (_what, target, field, status) => {
    const before = reached().length;
    const { statuses } = await raw(`GET ${target} HTTP/1.1\nHost: ${field.replace("HOST", host)}`);
    expect(statuses).toEqual([status]);
    expect(reached().length).toBe(before);
  });

  it("serves an absolute target by the Host field, as the runtime hands it over", async () => {
    expect((await raw(`GET https://evil.example/x HTTP/1.1\nHost: ${host}`)).statuses).toEqual([200]);
    expect(reached().at(-1)).toBe("/x");
    expect((await raw(`GET https://${host}/x HTTP/1.1\nHost: evil.example`)).statuses).toEqual([421]);
  });

  it("does not answer without a host", async () => {
    expect((await raw("GET /x HTTP/1.1")).statuses).toEqual([400]);
  });

  it("opens no tunnel and changes no protocol", async () => {
    expect((await raw(`CONNECT ${host} HTTP/1.1\nHost: ${host}`)).statuses).not.toContain(200);
    const upgrade =
      "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZQ==";
    expect((await raw(`GET /x HTTP/1.1\nHost: ${host}\n${upgrade}`)).statuses).toEqual([400]);
    expect((await raw(`TRACE /x HTTP/1.1\nHost: ${host}`)).statuses).toEqual([405]);
    expect((await raw(`PURGE /x HTTP/1.1\nHost: ${host}`)).statuses).toEqual([405]);
  });

  it("refuses more header fields than its budget", async () => {
    const many = Array.from({ length: 150 }, (_, at) => `X-H${at}: 1`).join("\n");
    expect((await raw(`GET /x HTTP/1.1\nHost: ${host}\n${many}`)).statuses).toEqual([431]);
    expect((await raw(`GET /x HTTP/1.1\nHost: ${host}\nX-Big: ${"x".repeat(40_000)}`)).statuses).toEqual([431]);
  });

  it("counts a body of unknown length and stops it", async () => {
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const head = `POST /x HTTP/1.1\nHost: ${host}\nContent-Type: application/json\nTransfer-Encoding: chunked`;
    // One chunk too many: a longer body would be cut off by a reset, which may overtake the answer.
    expect((await raw(head, `${chunk.repeat(17)}0\r\n\r\n`)).statuses).toEqual([413]);
    const before = reached().length;
    expect((await raw(head, `${chunk.repeat(3)}0\r\n\r\n`)).statuses).toEqual([200]);
    expect(reached().length).toBe(before + 1);
    expect(platform.europe.origin.seen.at(-1)?.body.length).toBe(3 * 0x10000);
  });
});

describe("trust", () => {
  it("is not to be had by asking for it", async () => {
    const forged = [
      "X-Bailiwick-Tenant: globex",
      "X_Bailiwick_Tenant: globex",
      "x-bailiwick_region: america",
      "X-Bailiwick-Client-Address: 192.0.2.1",
      "X-Bailiwick-Edge-Signature: v1=00",
      "X-Bailiwick-Edge-Key: k1",
      "X-Request-Id: mine",
      "X-Forwarded-For: 192.0.2.1",
      "X-Forwarded-Host: globex.america.edge.localhost",
      "CF-Connecting-IP: 192.0.2.1",
      "CF_Connecting_IP: 192.0.2.1",
      "True-Client-IP: 192.0.2.1",
      "Forwarded: for=192.0.2.1",
      "Proxy-Authorization: Basic x",
      "Traceparent: 00-00000000000000000000000000000001-0000000000000001-01",
      "Connection: close, x-request-id, x-bailiwick-tenant, x-bailiwick-edge-signature",
    ];
    const { statuses, text } = await raw(`GET /trust HTTP/1.1\nHost: ${host}\n${forged.join("\n")}`);
    expect(statuses).toEqual([200]);
    const seen = platform.europe.origin.seen.at(-1);
    const values = JSON.stringify(seen?.rawHeaders);
    for (const lie of ["globex", "america", "192.0.2.1", 'v1=00"', "Basic x", "000000000001"])
      expect(values).not.toContain(lie);
    expect(seen?.headers).toMatchObject({
      host,
      "x-bailiwick-tenant": "acme",
      "x-bailiwick-region": "europe",
      "x-bailiwick-client-address": "127.0.0.1",
      "x-client-request-id": "mine",
    });
    expect(text).toContain(`x-request-id: ${seen?.headers["x-request-id"]}`);
    expect(Object.keys(seen?.headers ?? {}).filter((name) => name.includes("_"))).toEqual([]);
  });
});

describe("transport", () => {
  const plain = (target: string, name: string) =>
    new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
      request({ port: platform.europe.http, host: "127.0.0.1", path: target, headers: { host: name } }, (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      })
        .on("error", reject)
        .end();
    });

  it("sends plain HTTP to the same host and target over TLS, without HSTS", async () => {
    const { status, headers } = await plain("/a?b=c", host.replace(/:\d+$/, `:${platform.europe.http}`));
    expect([status, headers.location]).toEqual([308, `https://${host}/a?b=c`]);
    expect(headers).not.toHaveProperty("strict-transport-security");
  });

  it("sends nobody to a host that is not the product's, or to a second spelling", async () => {
    expect((await plain("/", "evil.example")).status).toBe(421);
    expect((await plain("//evil.example/", host)).status).toBe(400);
  });

  it("says HSTS once on every answer over TLS, and never without", async () => {
    const ca = platform.ca;
    for (const path of ["/health", "/api/v1/flows", "//", "/.well-known/nothing"]) {
      const { rawHeaders } = await fetchHttps(`https://${host}${path}`, { ca });
      const fields = rawHeaders.filter((name) => name.toLowerCase() === "strict-transport-security");
      expect(fields.length).toBe(1);
      expect((await get(path)).text.toLowerCase()).not.toContain("strict-transport-security");
    }
  });

  it("speaks TLS 1.2 and 1.3 and nothing older", async () => {
    const ca = platform.ca;
    for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
      expect((await fetchHttps(`https://${host}/health`, { ca, maxVersion })).status).toBe(200);
    }
    await expect(fetchHttps(`https://${host}/health`, { ca, maxVersion: "TLSv1.1" })).rejects.toThrow();
  });
});
