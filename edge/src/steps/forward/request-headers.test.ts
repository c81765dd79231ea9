import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxHeaderBytes, maxHeaderCount, originHeaders } from "./request-headers.ts";

const passed = (headers: Record<string, string>): string[] => [...(originHeaders(new Headers(headers))?.keys() ?? [])];
const kept = [
  "accept",
  "accept-encoding",
  "authorization",
  "content-type",
  "cookie",
  "if-match",
  "user-agent",
  "x-admin-api-key",
];
const forgeable = [
  "x-bailiwick-tenant",
  "x-bailiwick-region",
  "x-bailiwick-client-address",
  "x-bailiwick-edge-key",
  "x-bailiwick-edge-signature",
  "x-bailiwick-anything",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-anything",
  "x-original-url",
  "x-rewrite-url",
  "x-real-ip",
  "true-client-ip",
  "cf-connecting-ip",
  "cf-ray",
  "x-client-ip",
  "x-cluster-client-ip",
  "fastly-client-ip",
  "x-envoy-external-address",
  "x-amzn-oidc-data",
  "forwarded",
  "via",
  "proxy-authorization",
  "proxy-connection",
  "x-http-method-override",
  "x-method-override",
  "x-middleware-subrequest",
  "traceparent",
  "tracestate",
  "baggage",
  "keep-alive",
  "te",
  "upgrade",
  "transfer-encoding",
  "expect",
];

describe("originHeaders", () => {
  it("passes what the origin needs", () => {
    expect(passed(Object.fromEntries(kept.map((name) => [name, "x"])))).toEqual(kept);
  });

  it.each(forgeable)("drops %s in every spelling", (name) => {
    expect(passed({ [name]: "x" })).toEqual([]);
    expect(passed({ [name.toUpperCase()]: "x" })).toEqual([]);
    expect(passed({ [name.replaceAll("-", "_")]: "x" })).toEqual([]);
  });

  it("drops a forged field with any mixture of hyphens and underscores", () => {
    const spelling = fc
      .constantFrom(...forgeable)
      .chain((name) =>
        fc
          .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
          .map((flips) => [...name].map((letter, at) => (letter === "-" && flips[at] ? "_" : letter)).join("")),
      );
    fc.assert(
      fc.property(spelling, (name) => {
        expect(passed({ [name]: "x", accept: "y" })).toEqual(["accept"]);
      }),
    );
  });

  it("drops every field of one connection that the client names", () => {
    expect(passed({ connection: "close, Accept ,x-custom", accept: "x", "x-custom": "y", cookie: "z" })).toEqual([
      "cookie",
    ]);
  });

  it("keeps a client's request id under another name, if it can be one", () => {
    expect(originHeaders(new Headers({ "x-request-id": "abc-1" }))?.get("x-client-request-id")).toBe("abc-1");
    expect(passed({ "x-request-id": "a b" })).toEqual([]);
    expect(passed({ "x-request-id": "a".repeat(65) })).toEqual([]);
    expect(passed({ "x-client-request-id": "forged" })).toEqual([]);
  });

  it("has a budget for number and size", () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`x-h${at}`, "1"]));
    expect(originHeaders(new Headers(many(maxHeaderCount)))).toBeDefined();
    expect(originHeaders(new Headers(many(maxHeaderCount + 1)))).toBeUndefined();
    expect(originHeaders(new Headers({ big: "x".repeat(maxHeaderBytes - 3) }))).toBeDefined();
    expect(originHeaders(new Headers({ big: "x".repeat(maxHeaderBytes - 2) }))).toBeUndefined();
  });
});
