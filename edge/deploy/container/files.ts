import { mkdtemp, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { edgeConfigFor } from "@bailiwick/contract/edge-config";
import { type Peer, type Source, workerdConfig } from "../workerd-config.ts";
import type { EdgeSettings } from "./settings.ts";

export interface WrittenEdge {
  /** Of this start alone; to remove afterwards. */
  readonly folder: string;
  /** Path of workerd's configuration. */
  readonly config: string;
  /** The secrets it names, and nothing else of this process's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Writes workerd's configuration and the key pair it names into a new folder that nobody else may read. */
export const writeEdge = async (settings: EdgeSettings): Promise<WrittenEdge> => {
  const { product, registry, region, origin, peerAuthority, trustedHops, hsts, plainHttpPort } = settings;
  const folder = await mkdtemp(join(settings.workFolder, "edge-"));
  const write = async (name: string, text: string): Promise<Source> => {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    return { file: name };
  };
  const worker = (name: string): Source => ({ file: relative(folder, join(settings.workersFolder, `${name}.js`)) });
  const text = workerdConfig({
    config: edgeConfigFor(product, registry, region, { trustedHops, ...(hsts === undefined ? {} : { hsts }) }),
    code: worker(region === null ? "global" : "regional.workerd"),
    https: {
      address: `*:${settings.port}`,
      privateKey: await write("tls.key", settings.privateKey),
      certificateChain: await write("tls.crt", settings.certificate),
      minVersion: product.transport.tlsMinimum,
    },
    ...(plainHttpPort === undefined
      ? {}
      : { http: { address: `*:${plainHttpPort}`, code: worker("redirect.workerd") } }),
    ...(origin === undefined
      ? {}
      : {
          origin: {
            address: origin.address,
            tls: { authority: await write("origin-ca.crt", origin.authority), certificateHost: origin.name },
          },
        }),
    peers: peersOf(settings),
    trustedCertificates: peerAuthority === undefined ? [] : [await write("peer-ca.crt", peerAuthority)],
    secrets: { pinPepper: { env: "PIN_PEPPER" }, ...(origin === undefined ? {} : { edgeKeys: { env: "EDGE_KEYS" } }) },
  });
  const config = join(folder, "edge.capnp");
  await writeFile(config, text, { mode: 0o600 });
  const environment = {
    PIN_PEPPER: settings.pinPepper,
    ...(origin === undefined ? {} : { EDGE_KEYS: origin.edgeKeys }),
  };
  return { folder, config, environment };
};

/** Other regions are asked for their maps where the public finds them. */
const peersOf = ({ registry, region }: EdgeSettings): readonly Peer[] =>
  registry.regions
    .filter(({ id }) => id !== region)
    .map(({ id, baseUrl }) => {
      const { hostname, port } = new URL(baseUrl);
      return { region: id, address: `${hostname}:${port === "" ? 443 : port}`, certificateHost: hostname };
    });
