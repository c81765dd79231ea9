import { randomBytes } from "node:crypto";
import {
  buildPinMap,
  decodePinPublicKey,
  generatePinKeyPair,
  importPinPrivateKey,
  type PinRecord,
  signPinMap,
} from "@bailiwick/contract/pins";
import { parseRegistry, type Registry } from "@bailiwick/contract/region";
import { bundleWorker } from "../../build/index.ts";
import { type Peer, workerdConfig } from "../../deploy/index.ts";
import type { EdgeConfig } from "../../src/config.ts";
import { testCertificate } from "./certificates.ts";
import { freePort } from "./free-port.ts";
import { startOrigin, type TestOrigin } from "./origin.ts";
import { type RunningWorkerd, startWorkerd } from "./workerd.ts";

export interface TestEdge {
  readonly https: number;
  readonly http: number;
  /** The same worker without TLS. */
  readonly plain: number;
  readonly workerd: RunningWorkerd;
}

export interface TestPlatform {
  readonly registry: Registry;
  readonly ca: string;
  readonly edgeKey: { readonly id: string; readonly secret: string };
  readonly europe: TestEdge & { readonly origin: TestOrigin };
  readonly america: TestEdge & { readonly origin: TestOrigin };
  readonly global: TestEdge;
  stop(): Promise<void>;
}

const regions = ["europe", "america"] as const;
type RegionId = (typeof regions)[number];
const plenty = [{ name: "plenty", quota: 10_000_000, windowSeconds: 1, burst: 10_000_000 }];

/** Tenants of each region before a test changes them. */
const tenants: Readonly<Record<RegionId, readonly PinRecord[]>> = {
  europe: [
    { tenant: "acme", state: "active" },
    { tenant: "frosty", state: "frozen" },
    { tenant: "gone-bad", state: "suspended" },
    { tenant: "walled", state: "active" },
  ],
  america: [{ tenant: "globex", state: "active" }],
};

/** Two regions and the global edge, each a workerd process on ports of its own, as in production but for the sizes. */
export const startPlatform = async (overrides: Partial<EdgeConfig> = {}): Promise<TestPlatform> => {
  const keys = { europe: await generatePinKeyPair(), america: await generatePinKeyPair() };
  const ports = { europe: await freePort(), america: await freePort(), global: await freePort() };
  const domain = "edge.localhost";
  const registry = parseRegistry({
    product: "edge",
    globalUrl: `https://${domain}:${ports.global}`,
    regions: regions.map((id) => ({
      id,
      jurisdiction: id,
      baseUrl: `https://${id}.${domain}:${ports[id]}`,
      pinKeys: [keys[id].publicKey],
    })),
  });
  const names = [domain, ...["*", ...regions, ...regions.map((id) => `*.${id}`)].map((label) => `${label}.${domain}`)];
  const { ca, certificate, privateKey } = testCertificate(names);
  const pepper = randomBytes(32);
  const edgeKey = { id: "k1", secret: randomBytes(32).toString("base64url") };
  const now = Math.floor(Date.now() / 1000);
  const codes = {
    regional: { text: (await bundleWorker("regional.workerd")).code },
    global: { text: (await bundleWorker("global")).code },
    redirect: { text: (await bundleWorker("redirect.workerd")).code },
  };
  const running: { stop(): Promise<void> }[] = [];

  const startEdge = async (region: RegionId | null, origin: TestOrigin | undefined): Promise<TestEdge> => {
    const https = ports[region ?? "global"];
    const [http, plain] = [await freePort(), await freePort()];
    const peers: Peer[] = regions
      .filter((id) => id !== region)
      .map((id) => ({ region: id, address: `127.0.0.1:${ports[id]}`, certificateHost: `${id}.${domain}` }));
    const config = workerdConfig({
      config: testEdgeConfig(registry, region, overrides),
      code: region === null ? codes.global : codes.regional,
      https: {
        address: `127.0.0.1:${https}`,
        privateKey: { text: privateKey },
        certificateChain: { text: certificate },
      },
      http: { address: `127.0.0.1:${http}`, code: codes.redirect },
      plain: { address: `127.0.0.1:${plain}` },
      peers,
      trustedCertificates: [{ text: ca }],
      secrets: {
        pinPepper: { text: pepper.toString("base64url") },
        ...(origin === undefined ? {} : { edgeKeys: { text: JSON.stringify([edgeKey]) } }),
      },
      ...(origin === undefined ? {} : { origin: { address: `127.0.0.1:${origin.port}` } }),
    });
    const workerd = await startWorkerd(config, https);
    running.push(workerd);
    return { https, http, plain, workerd };
  };

  const startRegion = async (region: RegionId): Promise<TestEdge & { readonly origin: TestOrigin }> => {
    const content = {
      region,
      regions,
      epoch: 1,
      issuedAt: now,
      notAfter: now + 3600,
      records: tenants[region],
    };
    const map = await signPinMap(
      await buildPinMap(content, pepper),
      await importPinPrivateKey(keys[region].privateKey),
      decodePinPublicKey(keys[region].publicKey),
    );
    const allow = region === "europe" ? { walled: { allow: ["192.0.2.0/24"] } } : {};
    const origin = await startOrigin(map, { issuedAt: now, notAfter: now + 3600, tenants: allow });
    running.push({ stop: () => origin.close() });
    return { ...(await startEdge(region, origin)), origin };
  };

  const europe = await startRegion("europe");
  const america = await startRegion("america");
  const global = await startEdge(null, undefined);
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((part) => part.stop()));
  };
  return { registry, ca, edgeKey, europe, america, global, stop };
};

/** A configuration whose limits no test meets by accident. */
export const testEdgeConfig = (
  registry: Registry,
  region: string | null,
  overrides: Partial<EdgeConfig> = {},
): EdgeConfig => ({
  region,
  platform: "workerd",
  registry,
  names: { regionEndpointHeader: "X-Edge-Region-Endpoint", sessionCookie: "__Host-edge" },
  hsts: { maxAgeSeconds: 31_536_000, includeSubDomains: false, preload: false },
  limits: { address: plenty, authentication: plenty, sensitive: plenty, tenant: plenty, user: plenty },
  bodies: { maxBytes: 1024 * 1024, mediaTypes: ["application/json", "*+json"] },
  trustedHops: [],
  originTimeoutMs: 2000,
  securityTxt: "Contact: mailto:security@edge.example\n",
  ...overrides,
});
