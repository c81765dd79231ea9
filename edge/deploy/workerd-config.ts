import type { Registry } from "@bailiwick/contract/region";
import { pinBinding } from "../src/bindings.ts";
import type { EdgeConfig } from "../src/config.ts";
import { capnp, notation, type Value } from "./capnp.ts";

/** A text in the configuration itself, or a file beside it (path relative to the configuration file). */
export type Source = { readonly text: string } | { readonly file: string };

/** A secret from the process's environment, or in the configuration itself, which must then be kept like one. */
export type Secret = { readonly env: string } | { readonly text: string };

/** The edge of another region, asked for its public pin map only. */
export interface Peer {
  readonly region: string;
  /** `host:port` to connect to. */
  readonly address: string;
  /** Name its certificate must have. */
  readonly certificateHost: string;
}

/** The core API behind a regional edge. */
export interface Origin {
  /**
   * `host:port` to connect to. A name is looked up for every new connection, by the system's resolver and without a memory of
   * workerd's own: measured with workerd 1.20261102.1, whose next connection went to the new address after the name had
   * changed, and which started, and answered later, while the name did not exist yet. Connections that are kept alive stay
   * with the old address.
   */
  readonly address: string;
  /** Absent: plain HTTP, for an origin on the same machine. */
  readonly tls?: {
    /** CA certificates that the origin's must lead to. */
    readonly authority: Source;
    /** Name its certificate must have. */
    readonly certificateHost: string;
  };
}

export interface WorkerdProcess {
  readonly config: EdgeConfig;
  /** Code of the `regional.workerd` or `global` bundle. */
  readonly code: Source;
  readonly https: {
    /** `host:port`, `*:port` for every address. */
    readonly address: string;
    readonly privateKey: Source;
    readonly certificateChain: Source;
    /** @default "1.2" */
    readonly minVersion?: "1.2" | "1.3";
  };
  /** Plain HTTP, which only says 308. Absent: the port is not opened. */
  readonly http?: { readonly address: string /** Code of the `redirect.workerd` bundle. */; readonly code: Source };
  /** The region's core API. Absent for the global edge. */
  readonly origin?: Origin;
  readonly peers: readonly Peer[];
  /** CA certificates that peers' certificates must lead to; none means those that browsers trust. */
  readonly trustedCertificates: readonly Source[];
  readonly secrets: { readonly pinPepper: Secret /** Absent for the global edge. */; readonly edgeKeys?: Secret };
  /** A socket without TLS for the same worker, for a balancer in front that ends TLS, and for measurements. */
  readonly plain?: { readonly address: string };
}

/** Behaviour of the runtime that the workers are tested with; the pinned workerd knows no later one. */
export const compatibilityDate = "2026-11-01";

/**
 * Young generation of V8 in MB. Left to itself it grows under load, and pauses with it: after four saturated slices p99
 * fell from 156 ms to 26 ms with this setting, at no cost in throughput.
 */
const v8Flags = ["--max-semi-space-size=1"];

/**
 * The configuration of one workerd process as Cap'n Proto text, for `workerd serve <file>`. Throws `TypeError` when a
 * regional edge has no origin or keys, the global one has either, or a region has no peer.
 */
export const workerdConfig = (process: WorkerdProcess): string => {
  check(process);
  const { http, https, origin, peers, plain } = process;
  const services: Value[] = [
    { name: "edge", worker: edgeWorker(process) },
    // The network service that every worker has by default: with nothing allowed, a global fetch leads nowhere.
    { name: "internet", network: { allow: [] } },
    ...peers.map((peer) => peerService(peer, process.trustedCertificates)),
  ];
  if (origin !== undefined) services.push(originService(origin));
  const sockets: Value[] = [{ name: "https", address: https.address, https: tlsSocket(https), service: "edge" }];
  if (plain !== undefined) sockets.push({ name: "plain", address: plain.address, http: {}, service: "edge" });
  if (http !== undefined) {
    services.push({ name: "redirect", worker: redirectWorker(http.code, process.config.registry) });
    sockets.push({ name: "http", address: http.address, http: {}, service: "redirect" });
  }
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = ${capnp({ services, sockets, v8Flags })};
`;
};

const check = ({ config, origin, peers, secrets }: WorkerdProcess): void => {
  const regional = config.region !== null;
  if (regional !== (origin !== undefined) || regional !== (secrets.edgeKeys !== undefined)) {
    throw new TypeError("a regional edge has an origin and edge keys, the global edge has neither");
  }
  const bound = new Set(peers.map(({ region }) => region));
  const missing = config.registry.regions.filter(({ id }) => id !== config.region && !bound.has(id));
  if (missing.length > 0) throw new TypeError(`no peer leads to ${missing.map(({ id }) => id).join(", ")}`);
};

const edgeWorker = ({ code, config, origin, peers, secrets }: WorkerdProcess): Value => {
  const bindings: Value[] = [
    { name: "CONFIG", json: JSON.stringify(config) },
    { name: "PIN_PEPPER", ...secretValue(secrets.pinPepper) },
    ...peers.map(({ region }) => ({ name: pinBinding(region), service: peerName(region) })),
  ];
  if (secrets.edgeKeys !== undefined) bindings.push({ name: "EDGE_KEYS", ...secretValue(secrets.edgeKeys) });
  if (origin !== undefined) bindings.push({ name: "ORIGIN", service: "origin" });
  return { modules: [{ name: "edge.js", esModule: source(code) }], compatibilityDate, bindings };
};

const redirectWorker = (code: Source, registry: Registry): Value => ({
  modules: [{ name: "redirect.js", esModule: source(code) }],
  compatibilityDate,
  bindings: [{ name: "REGISTRY", json: JSON.stringify(registry) }],
});

const tlsSocket = ({ privateKey, certificateChain, minVersion = "1.2" }: WorkerdProcess["https"]): Value => ({
  options: {},
  tlsOptions: {
    keypair: { privateKey: source(privateKey), certificateChain: source(certificateChain) },
    minVersion: notation(minVersion === "1.2" ? "tls1Dot2" : "tls1Dot3"),
  },
});

const originService = ({ address, tls }: Origin): Value => ({
  name: "origin",
  external:
    tls === undefined
      ? { address, http: {} }
      : { address, https: verified([source(tls.authority)], tls.certificateHost, "tls1Dot2") },
});

/** A connection to a server whose certificate leads to one of `trusted`, or to an authority of browsers where there is none. */
const verified = (trusted: readonly Value[], certificateHost: string, minVersion?: string): Value => ({
  options: {},
  tlsOptions: {
    trustedCertificates: trusted,
    trustBrowserCas: trusted.length === 0,
    minVersion: minVersion === undefined ? undefined : notation(minVersion),
  },
  certificateHost,
});

const peerService = ({ region, address, certificateHost }: Peer, trusted: readonly Source[]): Value => ({
  name: peerName(region),
  external: { address, https: verified(trusted.map(source), certificateHost) },
});

const peerName = (region: string): string => `pins-${region}`;
const source = (from: Source): Value => ("text" in from ? from.text : notation(`embed ${capnp(from.file)}`));
const secretValue = (from: Secret): { readonly [field: string]: Value } =>
  "env" in from ? { fromEnvironment: from.env } : { text: from.text };
