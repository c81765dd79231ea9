import { describe, expect, it } from "vitest";
import { address, factsWith, refusal, request } from "../../../test/support/steps.ts";
import { createLimiter } from "../../limits/limiter.ts";
import { flood } from "../flood/index.ts";
import { type QuotaOptions, quota } from "./index.ts";

const limiter = (name: string, burst: number, windowSeconds = 60) =>
  createLimiter([{ name, quota: 60, windowSeconds, burst }]);
const stepWith = (changes: Partial<QuotaOptions["limiters"]> = {}) =>
  quota({
    sessionCookie: "__Host-edge",
    limiters: {
      address: limiter("address", 1000),
      authentication: limiter("authentication", 1000),
      sensitive: limiter("sensitive", 1000),
      tenant: limiter("tenant", 1000),
      user: limiter("user", 1000),
      ...changes,
    },
  });
const as = (user: string) => request({ headers: { authorization: `Bearer acme.${user}` } });
const signIn = () => request({ method: "POST" });
const atSignIn = (changes = {}) =>
  factsWith({ target: "/api/v1/auth/sign-in", path: "/api/v1/auth/sign-in", ...changes });

describe("quota", () => {
  it("holds a tenant to its limit, whoever asks", async () => {
    const step = stepWith({ tenant: limiter("tenant", 2) });
    step(as("a"), factsWith());
    step(as("b"), factsWith({ address: address("192.0.2.2") }));
    const { status, problem } = await refusal(step(request(), factsWith({ address: address("192.0.2.3") })));
    expect(status).toBe(429);
    expect(problem).toMatchObject({
      type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
      "violated-policies": ["tenant"],
    });
    expect(step(request(), factsWith({ tenant: "globex" }))).toEqual({ kind: "continue" });
  });

  it("holds every user to a limit of its own, by cookie as by token", async () => {
    const step = stepWith({ user: limiter("user", 1) });
    expect(step(as("a"), factsWith())).toEqual({ kind: "continue" });
    expect(step(as("b"), factsWith())).toEqual({ kind: "continue" });
    expect((await refusal(step(as("a"), factsWith()))).problem["violated-policies"]).toEqual(["user"]);
    const cookie = request({ headers: { cookie: "__Host-edge=acme.a" } });
    expect((await refusal(step(cookie, factsWith()))).status).toBe(429);
    expect(step(request(), factsWith())).toEqual({ kind: "continue" });
  });

  it("holds sign-in to a limit by address and tenant", async () => {
    const step = stepWith({ authentication: limiter("authentication", 1) });
    expect(step(signIn(), atSignIn())).toEqual({ kind: "continue" });
    expect((await refusal(step(signIn(), atSignIn()))).problem["violated-policies"]).toEqual(["authentication"]);
    expect(step(signIn(), atSignIn({ tenant: "globex" }))).toEqual({ kind: "continue" });
    expect(step(signIn(), atSignIn({ address: address("192.0.2.9") }))).toEqual({ kind: "continue" });
    // A portal asks for its session again and again; it tries no password.
    expect(step(request(), atSignIn({ path: "/api/v1/auth/session" }))).toEqual({ kind: "continue" });
  });

  it("holds sign-up to a limit by address", async () => {
    const step = stepWith({ sensitive: limiter("sensitive", 1) });
    const atSignUp = () => factsWith({ tenant: "-", path: "/api/v1/sign-up" });
    expect(step(signIn(), atSignUp())).toEqual({ kind: "continue" });
    expect((await refusal(step(signIn(), atSignUp()))).problem["violated-policies"]).toEqual(["sensitive"]);
    expect(step(request(), factsWith({ tenant: "-", path: "/api/v1/sign-up/1" }))).toEqual({ kind: "continue" });
  });

  it("counts one credential once, however it is wrapped", async () => {
    const step = stepWith({ user: limiter("user", 1) });
    expect(step(as("a"), factsWith())).toEqual({ kind: "continue" });
    const wrapped = [
      { authorization: "Bearer     acme.a" },
      { authorization: "bearer acme.a  " },
      { cookie: "__Host-edge=acme.a" },
      { cookie: "__Host-edge =junk; __Host-edge=acme.a" },
    ];
    for (const headers of wrapped) expect((await refusal(step(request({ headers }), factsWith()))).status).toBe(429);
  });

  it("charges nothing for a request that it refuses", async () => {
    const user = limiter("user", 1);
    const step = stepWith({ tenant: limiter("tenant", 2), user });
    step(as("a"), factsWith());
    for (let at = 0; at < 5; at++) expect((await refusal(step(as("a"), factsWith()))).status).toBe(429);
    expect(step(as("b"), factsWith())).toEqual({ kind: "continue" });
  });

  it("shows what is left, of every limit that applies", () => {
    const facts = factsWith();
    stepWith({ tenant: limiter("tenant", 10), user: limiter("user", 5) })(as("a"), facts);
    expect(facts.rateLimitPolicy).toBe('"tenant";q=60;w=60, "user";q=60;w=60');
    expect(facts.rateLimit).toBe('"tenant";r=9;t=1, "user";r=4;t=1');
  });

  it("promises a time at which the address limits admit the request too", async () => {
    const slow = limiter("address", 1, 60 * 60 * 60);
    const step = stepWith({ address: slow, tenant: limiter("tenant", 1) });
    step(request(), factsWith());
    // This try is admitted by the address limit and used it up for an hour.
    expect(flood(slow)(request(), factsWith())).toEqual({ kind: "continue" });
    const { headers } = await refusal(step(request(), factsWith()));
    expect(Number(headers["retry-after"])).toBeGreaterThan(3500);
  });
});
