import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ensureCertificates } from "../certificates/index.ts";
import { LocalFailure } from "../failure.ts";
import { type Client, clientFor } from "../http/client.ts";
import type { Report } from "../output/report.ts";
import { blobs } from "../services/blobs.ts";
import { type CoreApiOptions, coreApi, worker } from "../services/core-api.ts";
import { edge } from "../services/edge.ts";
import { nodeEnvironment } from "../services/node-process.ts";
import { postgresService } from "../services/postgres.ts";
import type { Service, ServiceCommand, Supervisor } from "../supervisor/index.ts";
import { localHost } from "./local-registry.ts";
import { migrateRegion } from "./migrate.ts";
import type { Plan, RegionPlan } from "./plan.ts";

const execute = promisify(execFile);

/**
 * Starts both regions and the global host, everything at once that does not wait for something else. Resolves when each
 * edge answers a request over TLS. Throws `LocalFailure` of the first service that cannot start.
 */
export const startPlatform = async (plan: Plan, supervisor: Supervisor, report: Report): Promise<void> => {
  const { paths, product, registry, secrets } = plan;
  const authorityFile = paths.authority.certificate;

  const timed = async <T>(phase: string, title: string, work: Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work;
    report.step(phase, title, performance.now() - began);
    return result;
  };
  const start = async (service: Service, ports: readonly number[]): Promise<void> => {
    const prepare = async (): Promise<ServiceCommand> => {
      const command = await service.prepare();
      await Promise.all(ports.map(plan.holds.release));
      return command;
    };
    report.step(service.name, service.name, await supervisor.start({ ...service, prepare }));
  };

  const prepareEdges = async (): Promise<void> => {
    const orders = [null, ...plan.regions.map(({ id }) => id)].map((region) => {
      const host = localHost(product.id, region);
      return { folder: region === null ? paths.global : paths.region(region).edge, names: [host, `*.${host}`] };
    });
    const authority = { ...paths.authority, commonName: `Bailiwick local platform ${paths.name}` };
    await Promise.all([ensureCertificates(authority, orders), bundleWorkers(paths.workers, paths.compileCache)]);
  };
  const edgesPrepared = timed("edges", "Certificates, workers for the edges", prepareEdges());

  const startEdge = async (region: RegionPlan | null): Promise<void> => {
    await edgesPrepared;
    const common = { product, registry, workers: paths.workers, authorityFile, pinPepper: secrets.pinPepper };
    const own =
      region === null
        ? { region: null, ports: plan.ports.global, folder: paths.global }
        : {
            region: region.id,
            ports: region.ports,
            folder: paths.region(region.id).edge,
            origin: { port: region.ports.api, edgeKeys: region.secrets.edgeKeys },
          };
    await start(edge({ ...common, ...own }), [own.ports.https, own.ports.http]);
  };

  const startRegion = async (region: RegionPlan): Promise<void> => {
    const { id, ports, secrets: own } = region;
    const folders = paths.region(id);
    const { compileCache } = paths;
    const database = async (): Promise<void> => {
      const dataDir = region.postgresData;
      const password = own.database.superuser;
      const service = postgresService({ region: id, port: ports.postgres, dataDir, password });
      await start(service, [ports.postgres]);
      await timed(`${id}-migrations`, `${id}-migrations`, migrateRegion(region));
    };
    const store = blobs({ region: id, port: ports.blobs, folder: folders.blobs, ...own.blobs, compileCache });
    await Promise.all([database(), start(store, [ports.blobs]), edgesPrepared]);
    const options: CoreApiOptions = {
      region: id,
      ports,
      productFile: plan.productFile,
      registryFile: paths.registry,
      authorityFile,
      pinPepper: secrets.pinPepper,
      secrets: own,
      compileCache,
      logs: paths.logs,
    };
    await Promise.all([start(coreApi(options), [ports.api]), start(worker(options), [])]);
  };

  await Promise.all([...plan.regions.flatMap((region) => [startRegion(region), startEdge(region)]), startEdge(null)]);
  const client = await clientFor(authorityFile);
  try {
    for (const url of [registry.globalUrl, ...registry.regions.map(({ baseUrl }) => baseUrl)]) {
      await healthy(client, url);
    }
  } finally {
    client.close();
  }
};

const patienceMs = 20_000;

/** Waits for 200 from an edge's `/health`: it is not ready before it holds the pin map of every region. */
const healthy = async (client: Client, url: string): Promise<void> => {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { status, text } = await client.call(`${url}/health`);
    if (status === 200) return;
    if (performance.now() > deadline) {
      throw new LocalFailure({
        code: "edge-not-healthy",
        message: `${url}/health still answers ${status}: ${text.trim().slice(0, 200)}`,
        suggestion: (command) => `Look at the edge's and the core API's logs: ${command("logs")}`,
      });
    }
    await sleep(100);
  }
};

const bundleWorkers = async (folder: string, compileCache: string): Promise<void> => {
  const script = fileURLToPath(new URL("../services/bundle-workers.ts", import.meta.url));
  await execute(process.execPath, [script, folder], { env: nodeEnvironment(compileCache) });
};
