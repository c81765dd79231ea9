import { describe, expect, it } from "vitest";
import { testEdgeConfig } from "../test/support/region.ts";
import { registry } from "../test/support/steps.ts";
import { type WorkerdProcess, workerdConfig } from "./workerd-config.ts";

const regional: WorkerdProcess = {
  config: testEdgeConfig(registry, "europe"),
  code: { file: "regional.js" },
  https: { address: "*:8443", privateKey: { file: "key.pem" }, certificateChain: { file: "chain.pem" } },
  http: { address: "*:8080", code: { file: "redirect.js" } },
  origin: { address: "127.0.0.1:3000" },
  peers: [{ region: "america", address: "america.edge.example:443", certificateHost: "america.edge.example" }],
  trustedCertificates: [],
  secrets: { pinPepper: { env: "BAILIWICK_PIN_PEPPER" }, edgeKeys: { env: "BAILIWICK_EDGE_KEYS" } },
};
const { origin: _origin, ...withoutOrigin } = regional;
const global: WorkerdProcess = {
  ...withoutOrigin,
  config: testEdgeConfig(registry, null),
  peers: [...regional.peers, { region: "europe", address: "e:443", certificateHost: "e" }],
  secrets: { pinPepper: { env: "P" } },
};

describe("workerdConfig", () => {
  it("keeps files and secrets out of its text", () => {
    const text = workerdConfig(regional);
    expect(text).toContain('embed "key.pem"');
    expect(text).toContain('fromEnvironment = "BAILIWICK_EDGE_KEYS"');
    expect(text).toContain("minVersion = tls1Dot2");
    expect(text).toContain('v8Flags = ["--max-semi-space-size=1"]');
  });

  it("leaves the workers no way to the network but their own", () => {
    expect(workerdConfig(regional)).toContain('(name = "internet", network = (allow = []))');
  });

  it("trusts what browsers trust only where no other authority is named", () => {
    expect(workerdConfig(regional)).toContain("trustedCertificates = [], trustBrowserCas = true");
    const own = workerdConfig({ ...regional, trustedCertificates: [{ file: "ca.pem" }] });
    expect(own).toContain('trustedCertificates = [embed "ca.pem"], trustBrowserCas = false');
  });

  it("gives the global edge no origin and no key of a hop", () => {
    const text = workerdConfig(global);
    expect(text).not.toContain('"ORIGIN"');
    expect(text).not.toContain('"EDGE_KEYS"');
  });

  it.each([
    ["a region without an origin", { ...withoutOrigin }],
    ["a region without edge keys", { ...regional, secrets: { pinPepper: { env: "P" } } }],
    ["a global edge with an origin", { ...global, origin: { address: "x:1" } }],
    ["a region nobody leads to", { ...regional, peers: [] }],
  ])("refuses %s", (_what, process) => {
    expect(() => workerdConfig(process as WorkerdProcess)).toThrow(TypeError);
  });
});
