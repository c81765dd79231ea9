import { describe, expect, it } from "vitest";
import { address, factsWith, refusal, request } from "../../../test/support/steps.ts";
import { createLimiter } from "../../limits/limiter.ts";
import { flood } from "./index.ts";

const policy = { name: "address", quota: 60, windowSeconds: 60, burst: 2 };

describe("flood", () => {
  it("refuses an address that asks too often and says when to come back", async () => {
    const step = flood(createLimiter([policy]));
    expect(step(request(), factsWith())).toEqual({ kind: "continue" });
    expect(step(request(), factsWith())).toEqual({ kind: "continue" });
    const { status, headers, problem } = await refusal(step(request(), factsWith()));
    expect(status).toBe(429);
    expect(problem).toMatchObject({
      type: "https://iana.org/assignments/http-problem-types#abnormal-usage-detected",
      "violated-policies": ["address"],
    });
    expect(Number(headers["retry-after"])).toBeGreaterThanOrEqual(1);
    expect(headers["ratelimit-policy"]).toBe('"address";q=60;w=60');
    expect(headers.ratelimit).toMatch(/^"address";r=0;t=1$/);
  });

  it("counts every address for itself, and an IPv6 subscriber once", async () => {
    const step = flood(createLimiter([policy]));
    for (let at = 0; at < 2; at++) step(request(), factsWith({ address: address("2001:db8::1") }));
    expect((await refusal(step(request(), factsWith({ address: address("2001:db8::ffff") })))).status).toBe(429);
    expect(step(request(), factsWith({ address: address("2001:db8:0:1::1") }))).toEqual({ kind: "continue" });
  });
});
