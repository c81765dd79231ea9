import { describe, expect, it } from "vitest";
import { factsWith, refusal, request } from "../../../test/support/steps.ts";
import type { Decision } from "../../decision.ts";
import type { Origin } from "../../origin.ts";
import { forward } from "./index.ts";

const originOf = (fetchIt: (request: Request) => Promise<Response> | Response): Origin => ({
  vouch: async (headers, { tenant, target, host, method, clientAddress }) => {
    headers.set("x-vouched", [method, host, target, tenant, clientAddress].join(" "));
  },
  fetch: async (sent) => fetchIt(sent),
  document: async () => new Response(),
});
const stepWith = (fetchIt: (request: Request) => Promise<Response> | Response, timeoutMs = 1000) =>
  forward({ origin: originOf(fetchIt), maxBytes: 10, timeoutMs });
const answered = async (decision: Decision | Promise<Decision>): Promise<Response> => {
  const settled = await decision;
  if (settled.kind !== "answer") throw new TypeError(`the decision is to ${settled.kind}`);
  return settled.response;
};

describe("forward", () => {
  it("sends the canonical request, vouched for, and hands the answer back", async () => {
    let sent: Request | undefined;
    const step = stepWith((received) => {
      sent = received;
      return new Response("made", { status: 201, headers: { etag: '"1"' } });
    });
    const facts = factsWith({ target: "/api/v1/flows?limit=1" });
    const response = await answered(step(request({ headers: { accept: "a/b", "x-bailiwick-tenant": "evil" } }), facts));
    expect(response.status).toBe(201);
    expect(response.headers.get("etag")).toBe('"1"');
    expect(await response.text()).toBe("made");
    expect(sent?.url).toBe("https://acme.europe.edge.example/api/v1/flows?limit=1");
    expect(sent?.redirect).toBe("manual");
    expect(Object.fromEntries(sent?.headers ?? [])).toEqual({
      accept: "a/b",
      "x-vouched": "GET acme.europe.edge.example /api/v1/flows?limit=1 acme 192.0.2.1",
      traceparent: "00-11111111222243338444555555555555-8444555555555555-01",
    });
  });

  it("passes a body on", async () => {
    const step = stepWith(async (received) => new Response(await received.text()));
    const response = await answered(step(request({ method: "POST", body: "hello" }), factsWith()));
    expect(await response.text()).toBe("hello");
  });

  it("stops a body of unknown length at its budget", async () => {
    const step = stepWith(async (received) => new Response(await received.text()));
    const sending = request({ method: "POST", body: "eleven bytes" });
    expect((await refusal(step(sending, factsWith({ countedBytes: 10 })))).status).toBe(413);
  });

  it("does not follow where the origin points", async () => {
    const step = stepWith(() => new Response(null, { status: 302, headers: { location: "https://evil.example" } }));
    expect((await answered(step(request(), factsWith()))).status).toBe(302);
  });

  it("says when the origin cannot be reached, and nothing about it", async () => {
    const step = stepWith(() => Promise.reject(new Error("connect ECONNREFUSED 10.1.2.3:3000")));
    const { status, problem } = await refusal(step(request(), factsWith()));
    expect(status).toBe(502);
    expect(JSON.stringify(problem)).not.toContain("10.1.2.3");
  });

  it("does not wait longer than it may", async () => {
    const never = (sent: Request) =>
      new Promise<Response>((_resolve, reject) => {
        sent.signal.addEventListener("abort", () => reject(sent.signal.reason));
      });
    expect((await refusal(stepWith(never, 20)(request(), factsWith()))).status).toBe(504);
  });

  it("refuses more header fields than it may pass", async () => {
    const headers = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`x-h${at}`, "1"]));
    const step = stepWith(() => Promise.reject(new Error("the origin was asked")));
    expect((await refusal(step(request({ headers }), factsWith()))).status).toBe(431);
  });
});
