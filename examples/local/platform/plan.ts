import type { Product } from "@bailiwick/contract/product";
import type { Registry } from "@bailiwick/contract/region";
import { type Instance, readInstance, writeInstance } from "../folder/instance.ts";
import { writeJson } from "../folder/json-file.ts";
import { makeFolders } from "../folder/make.ts";
import type { Paths } from "../folder/paths.ts";
import { postgresFolder } from "../folder/reachable.ts";
import { type PlatformSecrets, platformSecretsOf, type RegionSecrets, regionSecretsOf } from "../folder/secrets.ts";
import type { CommandFor } from "../output/command-line.ts";
import type { PortHolds } from "../ports/hold.ts";
import { type PortPlan, planPorts, portsMoved, type RegionPorts } from "../ports/plan.ts";
import { localRegions, localRegistry } from "./local-registry.ts";
import type { LoadedProduct } from "./product.ts";

/** Everything that is decided before the first process starts. */
export interface Plan {
  readonly paths: Paths;
  readonly product: Product;
  readonly productFile: string;
  readonly ports: PortPlan;
  readonly holds: PortHolds;
  readonly registry: Registry;
  readonly regions: readonly RegionPlan[];
  readonly secrets: PlatformSecrets;
  /** What the folder held when we came; `undefined` on the first start. */
  readonly earlier: Instance | undefined;
}

export interface RegionPlan {
  readonly id: string;
  readonly baseUrl: string;
  readonly ports: RegionPorts;
  readonly secrets: RegionSecrets;
  /** Data folder of its Postgres. */
  readonly postgresData: string;
}

export interface PlanOptions {
  readonly paths: Paths;
  readonly loaded: LoadedProduct;
  /** Port of the global host. */
  readonly port?: number | undefined;
  /** Keep the ports until the services start. */
  readonly holds: PortHolds;
  readonly say: (sentence: string) => void;
  readonly command: CommandFor;
}

/** Settles ports, secrets and the registry, and writes down what later starts must know. The caller holds the lock. */
export const makePlan = async ({ paths, loaded, port, holds, say, command }: PlanOptions): Promise<Plan> => {
  const { product, file } = loaded;
  const ids = localRegions(product).map(({ id }) => id);
  const earlier = await readInstance(paths);
  await makeFolders(paths, ids);
  const ports = await planPorts({ regions: ids, asked: port, remembered: earlier?.ports, take: holds.take, say });
  const moved = portsMoved(ports, command);
  if (moved !== undefined) say(moved);

  const own: Record<string, RegionSecrets> = {};
  const data: Record<string, string> = {};
  for (const id of ids) {
    const folder = await postgresFolder(paths.root, id);
    data[id] = folder;
    own[id] = await regionSecretsOf(paths.region(id), folder);
  }
  const secrets = await platformSecretsOf(paths, own);
  const registry = localRegistry(
    product,
    ports,
    Object.fromEntries(Object.entries(own).map(([id, { pins }]) => [id, pins.publicKey])),
  );
  await writeJson(paths.registry, registry);
  await writeInstance(paths, { ...earlier, product: product.id }); // the ports when they have proved good

  const regions = registry.regions.map(({ id, baseUrl }): RegionPlan => {
    const [regionPorts, regionSecrets, postgresData] = [ports.regions[id], own[id], data[id]];
    if (regionPorts === undefined || regionSecrets === undefined || postgresData === undefined) {
      throw new Error(`nothing was planned for ${id}`);
    }
    return { id, baseUrl, ports: regionPorts, secrets: regionSecrets, postgresData };
  });
  return { paths, product, productFile: file, ports, holds, registry, regions, secrets, earlier };
};
