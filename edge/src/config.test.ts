import { describe, expect, it } from "vitest";
import { registry } from "../test/support/steps.ts";
import { type EdgeConfig, EdgeConfigError, parseEdgeConfig } from "./config.ts";

const policies = [{ name: "p", quota: 1, windowSeconds: 1, burst: 1 }];
const good: EdgeConfig = {
  region: "europe",
  platform: "workerd",
  registry,
  names: { regionEndpointHeader: "X-Edge-Region-Endpoint", sessionCookie: "__Host-edge" },
  hsts: { maxAgeSeconds: 31_536_000, includeSubDomains: false, preload: false },
  limits: { address: policies, authentication: policies, sensitive: policies, tenant: policies, user: policies },
  bodies: { maxBytes: 1, mediaTypes: ["application/json"] },
  trustedHops: ["10.0.0.0/8"],
  originTimeoutMs: 1,
  securityTxt: "",
};
const problemsOf = (source: unknown): readonly string[] => {
  try {
    parseEdgeConfig(source);
  } catch (error) {
    if (error instanceof EdgeConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe("parseEdgeConfig", () => {
  it("takes a value and its JSON text alike", () => {
    expect(parseEdgeConfig(good)).toEqual(good);
    expect(parseEdgeConfig(JSON.stringify(good))).toEqual(good);
    expect(parseEdgeConfig({ ...good, region: null }).region).toBeNull();
  });

  it.each([
    ["region", { region: "asia" }],
    ["region", { region: undefined }],
    ["platform", { platform: "node" }],
    ["registry", { registry: {} }],
    ["names.regionEndpointHeader", { names: { ...good.names, regionEndpointHeader: "X Y" } }],
    ["names.sessionCookie", { names: { ...good.names, sessionCookie: "" } }],
    ["hsts.maxAgeSeconds", { hsts: { ...good.hsts, maxAgeSeconds: -1 } }],
    ["hsts.preload", { hsts: { ...good.hsts, preload: "yes" } }],
    ["limits.tenant", { limits: { ...good.limits, tenant: [] } }],
    ["limits.user", { limits: { ...good.limits, user: [{ ...policies[0], quota: 0 }] } }],
    ["limits.address", { limits: { ...good.limits, address: [{ ...policies[0], name: 'a"b' }] } }],
    ["bodies.maxBytes", { bodies: { ...good.bodies, maxBytes: 1.5 } }],
    ["bodies.mediaTypes", { bodies: { ...good.bodies, mediaTypes: [1] } }],
    ["trustedHops", { trustedHops: ["10.0.0.0/64"] }],
    ["originTimeoutMs", { originTimeoutMs: "1" }],
    ["securityTxt", { securityTxt: null }],
    ["surprise", { surprise: 1 }],
  ])("names %s when %j is wrong", (name, changes) => {
    const problems = problemsOf({ ...good, ...changes });
    expect(problems.length).toBe(1);
    expect(problems[0]).toContain(name);
  });

  it("says everything that is wrong at once", () => {
    expect(problemsOf({}).length).toBeGreaterThan(10);
    expect(problemsOf("{")).toEqual(["it is not JSON"]);
    expect(problemsOf(null).length).toBeGreaterThan(10);
  });
});
