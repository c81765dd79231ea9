import { describe, expect, test } from "vitest";
import { type Asked, type Given, having } from "../../test/region-check/given.ts";
import type { StandInFault } from "../../test/region-check/stand-in.ts";
import { quick, resultsOf, useStandIn } from "../../test/region-check/use-stand-in.ts";

const start = useStandIn();

const when =
  (asks: (asked: Asked) => boolean, change: (given: Given) => Given): NonNullable<StandInFault["answer"]> =>
  (given, asked) =>
    asks(asked) ? change(given) : given;
const at = (path: string) => (asked: Asked) => asked.secure && asked.path === path;
const refusal = ({ status }: Given) => status === 421;
const isCanary = ({ slug = "" }: Asked): boolean => slug.startsWith("region-check-");
/** Refusals of one region's customers. */
const misdirectedBy =
  (region: string, change: (given: Given) => Given): NonNullable<StandInFault["answer"]> =>
  (given, asked) =>
    refusal(given) && asked.region === region && !isCanary(asked) ? change(given) : given;
/** Refusals of the names by which regions are checked. */
const canaryIs =
  (change: (given: Given) => Given): NonNullable<StandInFault["answer"]> =>
  (given, asked) =>
    refusal(given) && isCanary(asked) ? change(given) : given;

const strict = "strict-transport-security";
const endpoint = "x-flow-region-endpoint";

describe("each check is red when a region is broken in one way", () => {
  const rows: readonly (readonly [way: string, id: string, fault: StandInFault, words: RegExp])[] = [
    ["no TLS 1.3", "tls-versions", { tls: { maxVersion: "TLSv1.2" } }, /^1\.3 refused/],
    [
      "a cipher with CBC",
      "tls-ciphers",
      { tls: { ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-SHA" } },
      /^ECDHE-ECDSA-AES128-SHA is agreed to/,
    ],
    ["a certificate about to end", "certificate", { leaf: { days: 3 } }, /^it ends in [23] days/],
    ["h2 chosen and not spoken", "alpn", { tls: { ALPNCallback: chooseHttp2 } }, /^h2 is chosen and not spoken/],
    ["no HSTS", "hsts", { answer: (given) => having(given, strict) }, /^none on /],
    [
      "HSTS twice",
      "hsts",
      {
        answer: (given, { secure }) => (secure ? having(given, strict, "max-age=31536000", "max-age=31536000") : given),
      },
      /^2 on /,
    ],
    [
      "HSTS for a day",
      "hsts",
      { answer: (given, { secure }) => (secure ? having(given, strict, "max-age=86400") : given) },
      /^max-age=86400 on /,
    ],
    [
      "no HSTS on refusals",
      "hsts",
      { answer: (given) => (given.status === 404 ? having(given, strict) : given) },
      /^none on .*\/nothing-here/,
    ],
    [
      "HSTS over plain HTTP",
      "hsts",
      {
        answer: when(
          ({ secure }) => !secure,
          (given) => having(given, strict, "max-age=31536000"),
        ),
      },
      /plain HTTP/,
    ],
    [
      "302 instead of 308",
      "redirect",
      {
        answer: when(
          ({ secure }) => !secure,
          (given) => ({ ...given, status: 302 }),
        ),
      },
      /is answered 302/,
    ],
    [
      "a redirect to the front page",
      "redirect",
      {
        answer: when(
          ({ secure }) => !secure,
          (given) => having(given, "location", "https://west.localhost/"),
        ),
      },
      /is answered 308 to https:\/\/west\.localhost\/$/,
    ],
    ["no pin maps", "health", { answer: when(at("/health"), (given) => ({ ...given, status: 503 })) }, /answered 503/],
    [
      "health from a cache",
      "health",
      { answer: when(at("/health"), (given) => having(given, "cache-control", "max-age=60")) },
      /may be cached/,
    ],
    [
      "metrics for everybody",
      "private-paths",
      { answer: when(at("/metrics"), (given) => ({ ...given, status: 200 })) },
      /metrics is answered 200/,
    ],
    [
      "pages in frames",
      "security-headers",
      { answer: when(at("/health"), (given) => having(given, "x-frame-options")) },
      /^x-frame-options: absent/,
    ],
    [
      "refusals whose type is guessed",
      "security-headers",
      { answer: (given) => (given.status === 404 ? having(given, "x-content-type-options") : given) },
      /a refusal without nosniff/,
    ],
    [
      "the server's version",
      "security-headers",
      { answer: (given) => having(given, "server", "nginx/1.27.0") },
      /^server: nginx/,
    ],
    [
      "no security.txt",
      "security-txt",
      { answer: when(at("/.well-known/security.txt"), (given) => ({ ...given, status: 404 })) },
      /answered 404/,
    ],
    [
      "security.txt out of date",
      "security-txt",
      {
        answer: when(at("/.well-known/security.txt"), (given) => ({
          ...given,
          body: "Contact: mailto:a@flow.example\nExpires: 2020-01-01T00:00:00Z\n",
        })),
      },
      /^Expires: 2020/,
    ],
    ["a pin map that has ended", "pin-map", { pins: { age: 600, lifetime: 300 } }, /^it ended at /],
    ["a pin map that is not published anew", "pin-map", { pins: { age: 7200 } }, /more than 1 hours ago/],
    ["a forged pin map", "pin-map", { pins: { change: (bytes) => bytes.reverse() } }, /not a pin map/],
    [
      "a changed pin map",
      "pin-map",
      { pins: { change: (bytes) => bytes.set([(bytes[8] ?? 0) ^ 1], 8) } },
      /signature does not match/,
    ],
    [
      "no pin map",
      "pin-map",
      { answer: when(at("/.well-known/pins"), (given) => ({ ...given, status: 404 })) },
      /answered 404/,
    ],
    [
      "a front door for everybody",
      "unknown-tenant",
      {
        answer: when(
          ({ slug, path }) => nobody(slug) && path === "/api/v1/flows",
          (given) => ({ ...given, status: 401 }),
        ),
      },
      /answered 401/,
    ],
    [
      "421 for a tenant that nobody has",
      "unknown-tenant",
      {
        answer: when(
          ({ slug }) => nobody(slug),
          (given) => having(given, endpoint, "https://nobody.east.localhost"),
        ),
      },
      /is sent to https:\/\/nobody/,
    ],
    [
      "421 without endpoint from the peer",
      "misdirected-there",
      { answer: misdirectedBy("east", (given) => having(given, endpoint)) },
      /^421 with no field/,
    ],
    [
      "another list of regions at the peer",
      "misdirected-there",
      { answer: misdirectedBy("east", (given) => endpointIn(given, "https://acme.north.localhost")) },
      /leads to https:\/\/acme\.north/,
    ],
    [
      "421 without endpoint",
      "misdirected-here",
      { answer: misdirectedBy("west", (given) => having(given, endpoint)) },
      /^421 with no field/,
    ],
    [
      "421 with two endpoints",
      "misdirected-here",
      { answer: misdirectedBy("west", (given) => having(given, endpoint, "https://a.example", "https://b.example")) },
      /more than one/,
    ],
    [
      "421 that a cache keeps",
      "misdirected-here",
      { answer: misdirectedBy("west", (given) => having(given, "cache-control", "max-age=300")) },
      /may be kept: max-age=300/,
    ],
    [
      "421 that a page cannot read",
      "misdirected-here",
      { answer: misdirectedBy("west", (given) => having(given, "access-control-expose-headers", "Retry-After")) },
      /is not exposed/,
    ],
    [
      "421 that contradicts itself",
      "misdirected-here",
      { answer: misdirectedBy("west", (given) => ({ ...given, body: '{"endpoint":"https://other.example"}' })) },
      /body names https:\/\/other/,
    ],
    [
      "served here, though pinned elsewhere",
      "misdirected-here",
      { answer: misdirectedBy("west", (given) => ({ ...given, status: 401 })) },
      /answered 401, not 421/,
    ],
    [
      "421 back to this region",
      "misdirected-here",
      { answer: misdirectedBy("west", (given) => endpointIn(given, "http://globex.west.localhost")) },
      /leads to http:/,
    ],
    [
      "421 to a region that does not serve the tenant",
      "misdirected-here",
      {
        answer: when(
          ({ slug, region }) => slug === "globex" && region === "east",
          (given) => ({ ...given, status: 404 }),
        ),
      },
      /is sent, answers 404/,
    ],
    [
      "served here, though another region's",
      "misdirected-canary",
      { answer: canaryIs((given) => ({ ...given, status: 401 })) },
      /answered 401, not 421/,
    ],
    [
      "another region's map is missing",
      "misdirected-canary",
      { answer: canaryIs((given) => ({ ...given, status: 404 })) },
      /region-check-east\.west.* is answered 404/,
    ],
    [
      "another list of regions at the edge",
      "misdirected-canary",
      { answer: canaryIs((given) => endpointIn(given, "https://region-check-east.north.localhost")) },
      /leads to https:\/\/region-check-east\.north/,
    ],
    ["no audit record", "audit-round-trip", { unrecorded: true }, /^no record of flow\.created/],
    [
      "an audit record of another request",
      "audit-round-trip",
      {
        answer: when(at("/api/v1/flows"), (given) =>
          given.status === 201 ? having(given, "x-request-id", "x") : given,
        ),
      },
      /names request .*, and the answer x$/,
    ],
    [
      "no audit log",
      "audit-round-trip",
      { answer: when(at("/api/v1/audit"), (given) => ({ ...given, status: 403 })) },
      /audit log is answered 403/,
    ],
    [
      "a flow that stays",
      "audit-round-trip",
      {
        answer: when(
          ({ method }) => method === "DELETE",
          (given) => ({ ...given, status: 500 }),
        ),
      },
      /^deleting the flow .* is answered 500/,
    ],
    [
      "nobody can sign in",
      "audit-round-trip",
      { answer: when(at("/api/v1/auth/sign-in"), (given) => ({ ...given, status: 500, body: "" })) },
      /^signing in ana@acme\.test is answered 500/,
    ],
  ];

  test("TLS 1.1, whose ciphers are all weak", async () => {
    const { target } = await start({ tls: { minVersion: "TLSv1.1", ciphers: "DEFAULT:@SECLEVEL=0" } });
    expect(await resultsOf(target, ["tls-versions"])).toMatchObject([
      { outcome: "failed", seen: "1.1 spoken, and the floor is 1.2" },
    ]);
  });

  test.each(rows)("%s", async (_, id, fault, words) => {
    const { target } = await start(fault);
    const failed = (await resultsOf(target, quick)).filter(({ outcome }) => outcome === "failed");
    expect(failed).toEqual([{ id, outcome: "failed", seen: expect.stringMatching(words), ...rest }]);
  });

  const limits: readonly (readonly [way: string, fault: StandInFault, words: RegExp])[] = [
    [
      "no limit",
      { answer: when(at("/api/v1/auth/sign-in"), (given) => ({ ...given, status: 401 })) },
      /^8 attempts to sign in, and no 429/,
    ],
    ["no Retry-After", { answer: (given) => having(given, "retry-after") }, /Retry-After absent/],
    ["Retry-After at once", { answer: (given) => withWait(given, "0") }, /Retry-After 0/],
    [
      "Retry-After as a date",
      { answer: (given) => withWait(given, "Wed, 21 Oct 2026 07:28:00 GMT") },
      /Retry-After Wed/,
    ],
    ["a Retry-After that is not true", { refusedMs: 5000 }, /429 again after as many seconds/],
    ["sign-ins that are not answered", { answer: (given) => ({ ...given, status: 502 }) }, /answered 502, not 401/],
  ];
  test.each(limits)("%s", async (_, fault, words) => {
    const { target } = await start(fault);
    expect(await resultsOf(target, ["sign-in-limit"])).toEqual([
      { id: "sign-in-limit", outcome: "failed", seen: expect.stringMatching(words), ...rest },
    ]);
  });
});

const rest = { title: expect.any(String), remedy: expect.stringMatching(/\.$/), milliseconds: expect.any(Number) };

function chooseHttp2({ protocols }: { readonly protocols: readonly string[] }): string | undefined {
  return protocols.includes("h2") ? "h2" : protocols[0];
}

function nobody(slug: string | undefined): boolean {
  return slug?.startsWith("nobody-") === true;
}

function endpointIn(given: Given, value: string): Given {
  return { ...having(given, endpoint, value), body: JSON.stringify({ endpoint: value }) };
}

function withWait(given: Given, value: string): Given {
  return given.status === 429 ? having(given, "retry-after", value) : given;
}
