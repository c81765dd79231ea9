import { describe, expect, it } from "vitest";
import { factsWith, refusal } from "../../../test/support/steps.ts";
import { body } from "./index.ts";

const step = body({ maxBytes: 1000, mediaTypes: ["application/json", "*+json"] });
const json = { "content-type": "application/json" };
const received = (method: string, headers: Record<string, string>): Request => {
  const fields = new Headers(headers);
  return {
    method,
    headers: fields,
    get body(): never {
      throw new Error("the body was touched");
    },
  } as unknown as Request;
};

describe("body", () => {
  it.each([
    ["GET", {}],
    ["POST", {}],
    ["POST", { "content-length": "0" }],
    ["GET", { "content-length": "0" }],
    ["POST", { ...json, "content-length": "1000" }],
    ["PATCH", { "content-type": "application/merge-patch+json; charset=utf-8", "content-length": "5" }],
    ["PUT", { "content-type": "Application/JSON", "content-length": "5" }],
    ["DELETE", { ...json, "content-length": "5" }],
    ["POST", { ...json, "content-length": "5", "content-encoding": "identity" }],
  ])("lets %s with %j on", (method, headers) => {
    const facts = factsWith();
    expect(step(received(method, headers), facts)).toEqual({ kind: "continue" });
    expect(facts.countedBytes).toBeUndefined();
  });

  it.each([
    [413, "POST", { ...json, "content-length": "1001" }],
    [413, "POST", { ...json, "content-length": "999999999999999" }],
    [400, "POST", { ...json, "content-length": "-1" }],
    [400, "POST", { ...json, "content-length": "1e3" }],
    [400, "POST", { ...json, "content-length": "9999999999999999" }],
    [400, "GET", { ...json, "content-length": "5" }],
    [400, "HEAD", { ...json, "transfer-encoding": "chunked" }],
    [415, "POST", { "content-length": "5" }],
    [415, "POST", { "content-type": "text/plain", "content-length": "5" }],
    [415, "POST", { "content-type": "application/x-www-form-urlencoded", "content-length": "5" }],
    [415, "POST", { "content-type": "multipart/form-data; boundary=x", "content-length": "5" }],
    [415, "POST", { "content-type": "text/json+json", "content-length": "5" }],
    [415, "POST", { ...json, "content-length": "5", "content-encoding": "gzip" }],
    [415, "POST", { "transfer-encoding": "chunked" }],
    [400, "GET", { upgrade: "websocket", connection: "upgrade" }],
  ])("answers %i to %s with %j, untouched", async (status, method, headers) => {
    expect((await refusal(step(received(method, headers as Record<string, string>), factsWith()))).status).toBe(status);
  });

  it("has a body of unknown length counted on its way", () => {
    const facts = factsWith();
    expect(step(received("POST", { ...json, "transfer-encoding": "chunked" }), facts)).toEqual({ kind: "continue" });
    expect(facts.countedBytes).toBe(1000);
  });
});
