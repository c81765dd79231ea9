import { LocalFailure } from "../failure.ts";
import type { CommandFor } from "../output/command-line.ts";
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
  /**
   * Port of the global host; those of the regions follow. Asked for, so it is this or a failure; all others are chosen anew,
   * from the defaults.
   */
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
export const planPorts = async (options: PortPlanOptions): Promise<PortPlan> => {
  const { regions, asked, take, say } = options;
  const remembered = asked === undefined ? options.remembered : undefined;
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
      suggestion: (command) => `Stop that process, or choose another with: ${command("up", { port: "<number>" })}`,
    });
  };

  const https = (what: string, at: number, known: number | undefined): Promise<number> =>
    asked === undefined ? settle(what, known ?? defaults.https + at) : insist(what, asked + at);

  // The ports that were asked for first, so that no other service settles on one of them.
  const order = ["global-edge", ...regions.map((id) => `${id}-edge`)];
  const secure: number[] = [];
  for (const [at, what] of order.entries()) {
    const id = regions[at - 1];
    const known = id === undefined ? remembered?.global : remembered?.regions[id];
    secure.push(await https(what, at, known?.https));
  }
  const global = {
    https: secure[0] ?? defaults.https,
    http: await settle("plain HTTP of global-edge", remembered?.global.http ?? defaults.http),
  };
  const byRegion: Record<string, RegionPorts> = {};
  for (const [at, id] of regions.entries()) {
    const known = remembered?.regions[id];
    const usual = defaultsOf(at);
    byRegion[id] = {
      https: secure[at + 1] ?? defaults.https,
      http: await settle(`plain HTTP of ${id}-edge`, known?.http ?? usual.http),
      api: await settle(`${id}-core-api`, known?.api ?? usual.api),
      postgres: await settle(`${id}-postgres`, known?.postgres ?? usual.postgres),
      blobs: await settle(`${id}-blobs`, known?.blobs ?? usual.blobs),
    };
  }
  return { global, regions: byRegion };
};

/** What everybody expects, for this region in its place. */
const defaultsOf = (at: number): RegionPorts => ({
  https: defaults.https + at + 1,
  http: defaults.http + at + 1,
  api: defaults.api + at + 1,
  postgres: defaults.postgres + at + 1,
  blobs: defaults.blobs + at + 1,
});

/** The ports that everybody expects, of so many regions. */
export const usualPorts = (regions: number): PortPlan => ({
  global: { https: defaults.https, http: defaults.http },
  regions: Object.fromEntries(Array.from({ length: regions }, (_, at) => [String(at), defaultsOf(at)])),
});

/** Every port of a plan. */
export const portsOf = ({ global, regions }: PortPlan): readonly number[] =>
  [global, ...Object.values(regions)].flatMap((ports) => Object.values(ports));

/** The sentence for ports that are not where they are expected; `undefined` when all are. */
export const portsMoved = ({ global, regions }: PortPlan, command: CommandFor): string | undefined => {
  const moved: string[] = [];
  const compare = (what: string, has: number, usual: number): void => {
    if (has !== usual) moved.push(`${what} ${has} for ${usual}`);
  };
  compare("global", global.https, defaults.https);
  compare("global http", global.http, defaults.http);
  for (const [at, [id, ports]] of Object.entries(regions).entries()) {
    const usual = defaultsOf(at);
    compare(id, ports.https, usual.https);
    for (const kind of ["http", "api", "postgres", "blobs"] as const)
      compare(`${id} ${kind}`, ports[kind], usual[kind]);
  }
  if (moved.length === 0) return undefined;
  return `Ports are not the usual ones: ${moved.join(", ")}. Back to those, when they are free: ${command("up", { port: defaults.https })}`;
};

const by = async (port: number): Promise<string> => {
  const owner = await portOwner(port);
  return owner === undefined ? "" : ` by process ${owner.pid}${owner.command === "" ? "" : ` (${owner.command})`}`;
};
