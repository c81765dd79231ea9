import { type EdgeProduct, edgeConfigFor } from "@bailiwick/contract/edge-config";
import { describe, expect, it } from "vitest";
import { parseEdgeConfig } from "../src/config.ts";
import { registry } from "../test/support/steps.ts";

const policies = [{ name: "p", quota: 10, windowSeconds: 60, burst: 5 }];
const product: EdgeProduct = {
  name: "Edge",
  names: {
    regionEndpointHeader: "X-Edge-Region-Endpoint",
    sessionCookie: "__Host-edge",
    keyPrefix: "ed",
    telemetryVariable: "EDGE_TELEMETRY",
  },
  transport: {
    tlsMinimum: "1.2",
    plaintextInPrivateNetwork: false,
    hsts: { maxAgeSeconds: 31_536_000, includeSubDomains: true, preload: true },
  },
  limits: {
    address: policies,
    authentication: policies,
    sensitive: policies,
    tenant: policies,
    user: policies,
    integration: policies,
  },
  bodies: { defaultMaxBytes: 2048 },
  disclosure: {
    contact: ["mailto:security@edge.example"],
    policy: "https://edge.example/security",
    preferredLanguages: ["en"],
  },
};

describe("edgeConfigFor", () => {
  it.each(["europe", null])("derives a configuration that the edge of %s takes", (region) => {
    expect(parseEdgeConfig(JSON.stringify(edgeConfigFor(product, registry, region))).region).toBe(region);
  });

  it("takes over what the profile promises", () => {
    expect(edgeConfigFor(product, registry, "europe")).toMatchObject({
      hsts: product.transport.hsts,
      bodies: { maxBytes: 2048 },
      limits: { tenant: policies },
    });
    expect(edgeConfigFor(product, registry, "europe").limits).not.toHaveProperty("integration");
  });

  it("lets a deployment decide otherwise", () => {
    const hsts = { maxAgeSeconds: 31_536_000, includeSubDomains: false, preload: false };
    expect(edgeConfigFor(product, registry, "europe", { hsts, trustedHops: ["10.0.0.0/8"] })).toMatchObject({
      hsts,
      trustedHops: ["10.0.0.0/8"],
    });
  });

  it("writes a security.txt that expires within a year", () => {
    const { securityTxt } = edgeConfigFor(product, registry, "europe", { issuedAt: new Date("2026-01-01T00:00:00Z") });
    expect(securityTxt).toBe(
      "Contact: mailto:security@edge.example\nExpires: 2026-12-31T00:00:00.000Z\nPolicy: https://edge.example/security\nPreferred-Languages: en\n",
    );
  });
});
