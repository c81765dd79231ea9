import { randomBytes } from "node:crypto";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { edgeConfigFor } from "@bailiwick/contract/edge-config";
import {
  buildPinMap,
  decodePinPublicKey,
  generatePinKeyPair,
  importPinPrivateKey,
  signPinMap,
} from "@bailiwick/contract/pins";
import { parseRegistry } from "@bailiwick/contract/region";
import { bundleWorker } from "@bailiwick/edge/build";
import { workerdBinary, workerdConfig } from "@bailiwick/edge/deploy";
import { makeAuthority } from "../local/certificates/make.ts";
import product from "../products/flowguard/index.ts";
import { httpContender } from "./http-contender.ts";
import { compare } from "./paired.ts";
import { freePort } from "./ports.ts";
import { startSubject } from "./process.ts";
import type { Suite } from "./suite.ts";

const [here, elsewhere] = ["westeurope", "eastus"];
const slug = "globex";

/**
 * The price of deciding: a request for a tenant of another region through the whole edge, against a worker that answers a
 * constant 421 without looking. Both on the same workerd, without TLS, which would cost both the same.
 */
export const edge421: Suite = {
  name: "edge-421",
  async run({ rounds, sliceSeconds }, note) {
    const folder = await mkdtemp(join(tmpdir(), "bailiwick-bench-"));
    const stops: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
    try {
      const raw = await rawWorker(folder, stops);
      const edge = await regionalEdge(folder, stops);
      const load = { connections: 32, seconds: sliceSeconds, status: 421 };
      const base = httpContender({ ...load, name: "constant 421 from workerd", ...raw });
      const subject = httpContender({ ...load, name: "421 from the whole edge", ...edge });
      const [comparison] = await compare(base, [subject], rounds, note);
      if (comparison === undefined) throw new Error("nothing was compared");
      return [
        {
          id: "E1",
          promise: "refusing a wrong region costs little more than answering at all",
          comparison,
          bound: { atLeast: 0.75 },
        },
      ];
    } finally {
      for (const stop of stops.reverse()) await stop();
    }
  },
};

const requestFor = (host: string): Buffer =>
  Buffer.from(
    `GET /api/v1/flows?limit=20 HTTP/1.1\r\nhost: ${host}\r\naccept: application/json\r\nuser-agent: bench/1.0\r\nauthorization: Bearer ${slug}.${"A".repeat(43)}\r\n\r\n`,
  );

const rawWorker = async (folder: string, stops: (() => unknown)[]) => {
  const port = await freePort();
  const code = fileURLToPath(new URL("subjects/raw-421.js", import.meta.url));
  const file = join(folder, "raw.capnp");
  await copyFile(code, join(folder, "raw.js"));
  await writeFile(
    file,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "raw", worker = (modules = [(name = "raw.js", esModule = embed "raw.js")], compatibilityDate = "2026-11-01"))],
  sockets = [(name = "plain", address = "127.0.0.1:${port}", http = (), service = "raw")],
  v8Flags = ["--max-semi-space-size=1"],
);
`,
  );
  const subject = await startSubject(workerdBinary(), ["serve", file], port);
  stops.push(() => subject.stop());
  const request = requestFor(`${slug}.${here}.flowguard.localhost`);
  return { port, subject, next: () => request };
};

/** The regional worker as it is deployed, with the product's own limits lifted: they would refuse a benchmark. */
const regionalEdge = async (folder: string, stops: (() => unknown)[]) => {
  const keys = { [here]: await generatePinKeyPair(), [elsewhere]: await generatePinKeyPair() };
  const [https, plain] = [await freePort(), await freePort()];
  const host = `${here}.flowguard.localhost:${https}`;
  const region = (id: string) => ({
    id,
    jurisdiction: "eu",
    baseUrl: id === here ? `https://${host}` : `https://${id}.flowguard.localhost`,
    pinKeys: [keys[id]?.publicKey],
  });
  const registry = parseRegistry({
    product: "flowguard",
    globalUrl: "https://flowguard.localhost",
    regions: [region(here), region(elsewhere)],
  });
  const pepper = new Uint8Array(randomBytes(32));
  const now = Math.floor(Date.now() / 1000);
  const own = keys[here];
  if (own === undefined) throw new Error("no key");
  const map = await signPinMap(
    await buildPinMap(
      {
        region: here,
        regions: [here, elsewhere],
        epoch: 1,
        issuedAt: now,
        notAfter: now + 86_400,
        records: [{ tenant: slug, state: "moved", region: elsewhere, epoch: 1 }],
      },
      pepper,
    ),
    await importPinPrivateKey(own.privateKey),
    decodePinPublicKey(own.publicKey),
  );
  const origin = await startOrigin(map, now + 86_400);
  stops.push(() => origin.close());
  const files = { certificate: join(folder, "tls.pem"), privateKey: join(folder, "tls.key") };
  await makeAuthority(files, "bench");
  const [certificate, privateKey] = [
    await readFile(files.certificate, "utf8"),
    await readFile(files.privateKey, "utf8"),
  ];
  const plenty = [{ name: "plenty", quota: 100_000_000, windowSeconds: 1, burst: 100_000_000 }];
  const limits = { address: plenty, authentication: plenty, sensitive: plenty, tenant: plenty, user: plenty };
  const file = join(folder, "edge.capnp");
  const config = workerdConfig({
    config: { ...edgeConfigFor(product, registry, here), limits },
    code: { text: (await bundleWorker("regional.workerd")).code },
    https: { address: `127.0.0.1:${https}`, privateKey: { text: privateKey }, certificateChain: { text: certificate } },
    plain: { address: `127.0.0.1:${plain}` },
    origin: { address: `127.0.0.1:${origin.port}` },
    peers: [{ region: elsewhere, address: "127.0.0.1:9", certificateHost: "localhost" }],
    trustedCertificates: [{ text: certificate }],
    secrets: {
      pinPepper: { text: Buffer.from(pepper).toString("base64url") },
      edgeKeys: { text: JSON.stringify([{ id: "k1", secret: randomBytes(32).toString("base64url") }]) },
    },
  });
  await writeFile(file, config, { mode: 0o600 });
  const subject = await startSubject(workerdBinary(), ["serve", file], plain);
  stops.push(() => subject.stop());
  const request = requestFor(`${slug}.${host}`);
  return { port: plain, subject, next: () => request };
};

/** Answers the two questions an edge asks its origin, and nothing else. */
const startOrigin = async (map: Uint8Array, notAfter: number) => {
  const policies = JSON.stringify({ issuedAt: notAfter - 86_400, notAfter, tenants: {} });
  const server = createServer((request, response) => {
    if (request.url === "/internal/pins") response.writeHead(200, { etag: '"1"' }).end(map);
    else if (request.url === "/internal/edge-policies") {
      response.writeHead(200, { "content-type": "application/json" }).end(policies);
    } else response.writeHead(500).end();
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { port, close: () => server.close() };
};
