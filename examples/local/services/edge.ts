import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { edgeConfigFor } from "@bailiwick/contract/edge-config";
import type { Product } from "@bailiwick/contract/product";
import type { Registry } from "@bailiwick/contract/region";
import { type Peer, workerdBinary, workerdConfig } from "@bailiwick/edge/deploy";
import { leafFiles } from "../certificates/index.ts";
import type { EdgePorts } from "../ports/plan.ts";
import type { Service } from "../supervisor/index.ts";
import { accepts } from "./probe.ts";

export interface EdgeOptions {
  readonly product: Product;
  readonly registry: Registry;
  /** `null` for the edge of the region-less host. */
  readonly region: string | null;
  readonly ports: EdgePorts;
  /** Holds the certificate; the configuration is written here. */
  readonly folder: string;
  /** Folder of the bundled workers. */
  readonly workers: string;
  readonly authorityFile: string;
  readonly pinPepper: string;
  /** Of a regional edge: port of its core API, and the keys it signs with. */
  readonly origin?: { readonly port: number; readonly edgeKeys: readonly { id: string; secret: string }[] };
}

/** The front door on workerd. Paths in the configuration are relative to it, so a folder with a space is no matter. */
export const edge = (options: EdgeOptions): Service => {
  const { region, ports, folder, origin } = options;
  const file = join(folder, "edge.capnp");
  const name = region ?? "global";
  return {
    name: `${name}-edge`,
    port: ports.https,
    rank: 3,
    async prepare() {
      await writeFile(file, configuration(options), { mode: 0o600 });
      return {
        command: workerdBinary(),
        args: ["serve", file],
        env: {
          PIN_PEPPER: options.pinPepper,
          ...(origin === undefined ? {} : { EDGE_KEYS: JSON.stringify(origin.edgeKeys) }),
        },
        cwd: folder,
      };
    },
    probe: () => accepts(ports.https),
    diagnose(tail) {
      if (!/Address already in use/.test(tail)) return undefined;
      return {
        message: `Port ${ports.https} or ${ports.http} for the edge of ${name} was taken in the meantime.`,
        suggestion: (command) => `Stop who has it, or choose other ports: ${command("up", { port: "<number>" })}`,
      };
    },
  };
};

const configuration = ({
  product,
  registry,
  region,
  ports,
  folder,
  workers,
  authorityFile,
  origin,
}: EdgeOptions): string => {
  const peers: Peer[] = registry.regions
    .filter(({ id }) => id !== region)
    .map(({ id, baseUrl }) => {
      const { port, hostname } = new URL(baseUrl);
      return { region: id, address: `127.0.0.1:${port}`, certificateHost: hostname };
    });
  const tls = leafFiles(folder);
  const file = (path: string): { file: string } => ({ file: relative(folder, path) });
  const worker = region === null ? "global" : "regional.workerd";
  return workerdConfig({
    config: edgeConfigFor(product, registry, region),
    code: file(join(workers, `${worker}.js`)),
    https: {
      address: `127.0.0.1:${ports.https}`,
      privateKey: file(tls.privateKey),
      certificateChain: file(tls.certificate),
      minVersion: product.transport.tlsMinimum,
    },
    http: { address: `127.0.0.1:${ports.http}`, code: file(join(workers, "redirect.workerd.js")) },
    peers,
    trustedCertificates: [file(authorityFile)],
    secrets: { pinPepper: { env: "PIN_PEPPER" }, ...(origin === undefined ? {} : { edgeKeys: { env: "EDGE_KEYS" } }) },
    ...(origin === undefined ? {} : { origin: { address: `127.0.0.1:${origin.port}` } }),
  });
};
