import { LocalFailure } from "../failure.ts";
import { nextFree } from "./free.ts";
import { portOwner } from "./owner.ts";

/** Ports of one edge. */
export interface EdgePorts {
  readonly https: number;
  readonly http: number;
}

export interface RegionPorts extends EdgePorts {
  readonly api: number;
  readonly postgres: number;
  readonly blobs: number;
}

export interface PortPlan {
  readonly global: EdgePorts;
  readonly regions: Readonly<Record<string, RegionPorts>>;
}

export interface PortPlanOptions {
  /** Region ids in order. */
  readonly regions: readonly string[];
  /** Port of the global host; those of the regions follow. Asked for, so it is this or a failure. */
  readonly asked?: number | undefined;
  /** What an earlier start settled on. */
  readonly remembered?: PortPlan | undefined;
  /** Takes a port for us when it is free; see `createPortHolds`. */
  readonly take: (port: number) => Promise<boolean>;
  /** Hears about every port that is another than expected. */
  readonly say: (sentence: string) => void;
}

const defaults = { https: 8443, http: 8080, api: 9080, postgres: 5440, blobs: 10_080 } as const;

/**
 * Decides every port before anything starts. A default or remembered port that is taken is replaced by the next free
 * one, and said; one that was asked for and is taken is a failure that names who has it.
 */
export const planPorts = async ({ regions, asked, remembered, take, say }: PortPlanOptions): Promise<PortPlan> => {
  const ours = new Set<number>();
  const takeOnce = async (port: number): Promise<boolean> => {
    if (ours.has(port) || !(await take(port))) return false;
    ours.add(port);
    return true;
  };

  const settle = async (what: string, preferred: number): Promise<number> => {
    if (await takeOnce(preferred)) return preferred;
    const port = await nextFree(preferred, takeOnce);
    if (!ours.has(preferred)) say(`Port ${preferred} is taken${await by(preferred)}; ${what} uses ${port}.`);
    return port;
  };

  const insist = async (what: string, port: number): Promise<number> => {
    if (await takeOnce(port)) return port;
    throw new LocalFailure({
      code: "port-taken",
      message: `Port ${port} for ${what} is taken${await by(port)}.`,
      suggestion: "Stop that process, or choose another with: npm start -- --port <number>",
    });
  };

  const https = (what: string, at: number, known: number | undefined): Promise<number> =>
    asked === undefined ? settle(what, known ?? defaults.https + at) : insist(what, asked + at);

  // The ports that were asked for first, so that no other service settles on one of them.
  const order = ["the global host", ...regions.map((id) => `the edge of ${id}`)];
  const secure: number[] = [];
  for (const [at, what] of order.entries()) {
    const id = regions[at - 1];
    const known = id === undefined ? remembered?.global : remembered?.regions[id];
    secure.push(await https(what, at, known?.https));
  }
  const global = {
    https: secure[0] ?? defaults.https,
    http: await settle("plain HTTP of the global host", remembered?.global.http ?? defaults.http),
  };
  const byRegion: Record<string, RegionPorts> = {};
  for (const [at, id] of regions.entries()) {
    const known = remembered?.regions[id];
    byRegion[id] = {
      https: secure[at + 1] ?? defaults.https,
      http: await settle(`plain HTTP of ${id}`, known?.http ?? defaults.http + at + 1),
      api: await settle(`the core API of ${id}`, known?.api ?? defaults.api + at + 1),
      postgres: await settle(`Postgres of ${id}`, known?.postgres ?? defaults.postgres + at + 1),
      blobs: await settle(`blobs of ${id}`, known?.blobs ?? defaults.blobs + at + 1),
    };
  }
  return { global, regions: byRegion };
};

const by = async (port: number): Promise<string> => {
  const owner = await portOwner(port);
  return owner === undefined ? "" : ` by process ${owner.pid}${owner.command === "" ? "" : ` (${owner.command})`}`;
};
