import { describe, expect, test } from "vitest";
import { quick, resultsOf, useStandIn } from "../../test/region-check/use-stand-in.ts";
import { checks } from "./index.ts";

const start = useStandIn();

test("a region in order passes every check, and is left as it was", async () => {
  const { target, asked } = await start();
  const results = await resultsOf(target);
  expect(results.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
  expect(results.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
  const calls = (method: string) => asked.filter((one) => one.secure && one.method === method).map(({ path }) => path);
  expect(calls("DELETE")).toEqual([expect.stringMatching(/^\/api\/v1\/flows\/./)]);
  expect(calls("POST")).toContain("/api/v1/auth/sign-out");
});

test("the limit is found with an account that nobody has, and with no attempt more than that takes", async () => {
  const { target, asked } = await start();
  const [result] = await resultsOf(target, ["sign-in-limit"]);
  expect(result).toMatchObject({ outcome: "passed", seen: "429 at attempt 4, and none after the 1 s it told to wait" });
  expect(asked).toHaveLength(5);
  for (const { body } of asked) expect(JSON.parse(body).email).toMatch(/^nobody-[0-9a-f]{16}@.+\.example$/);
});

describe("what was given decides", () => {
  test("a region below the floor that is asked for", async () => {
    const { target } = await start();
    const results = await resultsOf({ ...target, tlsMinimum: "1.3" }, quick);
    const failed = results.filter(({ outcome }) => outcome === "failed");
    expect(failed).toMatchObject([{ id: "tls-versions", seen: "1.2 spoken, and the floor is 1.3" }]);
  });

  test("a region of the floor 1.3 is in order", async () => {
    const { target } = await start({ tls: { minVersion: "TLSv1.3" } });
    const results = await resultsOf({ ...target, tlsMinimum: "1.3" }, ["tls-versions", "tls-ciphers"]);
    expect(results.map(({ outcome }) => outcome)).toEqual(["passed", "passed"]);
  });

  test("a pin map by another key than the one that was given", async () => {
    const { target, pinKey } = await start();
    const other = `${"B".repeat(42)}A`;
    expect(await resultsOf({ ...target, pinKeys: [other] }, ["pin-map"])).toMatchObject([{ outcome: "failed" }]);
    expect(await resultsOf({ ...target, pinKeys: [other, pinKey] }, ["pin-map"])).toMatchObject([
      { outcome: "passed" },
    ]);
  });

  test("a certificate that is not good for tenants, or of an authority that is not trusted", async () => {
    const { target } = await start({ leaf: { names: ["west.localhost"] } });
    expect(await resultsOf(target, ["certificate"])).toMatchObject([
      { outcome: "failed", seen: "acme.west.localhost: ERR_TLS_CERT_ALTNAME_INVALID" },
    ]);
    expect(await resultsOf({ ...target, authority: undefined }, ["certificate"])).toMatchObject([
      { outcome: "failed", seen: expect.stringContaining("west.localhost: ") },
    ]);
  });

  test("a field with a name of its own", async () => {
    const { target } = await start();
    const named = await resultsOf({ ...target, endpointHeader: "X-Flow-Region-Endpoint" }, ["misdirected-here"]);
    expect(named).toMatchObject([{ outcome: "passed" }]);
    const other = await resultsOf({ ...target, endpointHeader: "X-Home" }, ["misdirected-here"]);
    expect(other).toMatchObject([{ outcome: "failed", seen: "421 with no X-Home" }]);
  });

  test("nothing is asked of what is not known", async () => {
    const { target, asked } = await start();
    const { url, authority, tlsMinimum, httpPort, pinsMaxAgeSeconds, signInAttempts } = target;
    const results = await resultsOf({ url, authority, tlsMinimum, httpPort, pinsMaxAgeSeconds, signInAttempts });
    expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(results.filter(({ outcome }) => outcome === "left-out").map(({ id }) => id)).toEqual([
      "misdirected-there",
      "misdirected-here",
      "audit-round-trip",
      "sign-in-limit",
    ]);
    expect(asked.filter(({ path }) => path.includes("sign-in"))).toEqual([]);
  });

  test("nobody listens: that is told once", async () => {
    const { target } = await start();
    expect(await resultsOf({ ...target, url: "https://west.localhost:1", httpPort: 1 })).toMatchObject([
      {
        id: "reach",
        outcome: "failed",
        seen: expect.stringContaining("ECONNREFUSED"),
        remedy: expect.stringContaining("Nobody listens"),
      },
    ]);
  });

  test("who issued the certificate is not known: that is told once", async () => {
    const { target } = await start();
    const [first, ...more] = await resultsOf({ ...target, authority: undefined });
    expect(first).toMatchObject({ id: "reach", outcome: "failed", remedy: expect.stringContaining("--ca") });
    expect(more).toEqual([]);
  });

  test("no password goes to a server that has not shown the region's pin map", async () => {
    const { target, asked } = await start();
    const results = await resultsOf({ ...target, pinKeys: [`${"B".repeat(42)}A`] }, quick);
    expect(results.at(-1)).toMatchObject({ id: "audit-round-trip", outcome: "left-out", after: "Pin map" });
    expect(asked.filter(({ path }) => path.includes("sign-in"))).toEqual([]);
  });
});
