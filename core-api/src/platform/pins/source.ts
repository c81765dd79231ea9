import type { PinDirectory } from "@bailiwick/contract/pins";
import type { Registry } from "@bailiwick/contract/region";
import type { BlobStore } from "../blob/index.ts";
import type { Log } from "../log.ts";
import { fetchPinMap } from "./fetch-map.ts";
import { pinBlobName } from "./publisher.ts";

export interface PinSourceOptions {
  readonly directory: PinDirectory;
  readonly registry: Registry;
  /** This region: its map comes from the blob store, the others' from their edges. */
  readonly region: string;
  readonly blobs: BlobStore;
  readonly log: Pick<Log, "info" | "warn">;
  /** @default 1000 */
  readonly ownMilliseconds?: number;
  /** @default 60_000; 2000 while a region's first map is missing */
  readonly peerMilliseconds?: number;
  /** For how long after the start a peer may still have no map to show. @default 60_000 */
  readonly startMilliseconds?: number;
  readonly fetchMap?: typeof fetchPinMap;
}

export interface PinSource {
  /** Reads a region's map now. Never rejects: what went wrong is logged, and the held map stays. */
  refresh(region: string): Promise<void>;
  /** Ends every loop once its read is done. */
  stop(): Promise<void>;
}

/** Keeps the directory's maps fresh, one loop a region, each waiting for its own last read. */
export const startPinSource = (options: PinSourceOptions): PinSource => {
  const { directory, registry, region, blobs, log, fetchMap = fetchPinMap } = options;
  const { ownMilliseconds = 1000, peerMilliseconds = 60_000, startMilliseconds = 60_000 } = options;
  const tags = new Map<string, string>();
  const told = new Map<string, string>();
  const known = new Set<string>();
  const began = performance.now();
  const reading = new Map<string, Promise<void>>();
  const stopped = new AbortController();

  const read = async (id: string, baseUrl: string) => {
    const tag = tags.get(id);
    return id === region ? blobs.get(pinBlobName(id), tag) : fetchMap(`${baseUrl}/.well-known/pins`, tag);
  };

  const once = async (id: string, baseUrl: string): Promise<void> => {
    let fetched = false;
    try {
      const found = await read(id, baseUrl);
      fetched = true;
      if (found === undefined || found === "unchanged") return;
      const offer = await directory.offer(id, found.bytes);
      if (offer.accepted) log.info({ region: id, epoch: offer.epoch }, "pin map accepted");
      else if (offer.reason !== "same") throw new Error(offer.detail);
      if (found.etag !== undefined) tags.set(id, found.etag);
      known.add(id);
      told.delete(id);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // A region that was started together with us has nothing to show yet, and that is no alarm; what it shows and cannot
      // be believed always is.
      const awaited = !fetched && !known.has(id) && performance.now() - began < startMilliseconds;
      const words = awaited ? `awaited: ${reason}` : reason;
      // One that is away for an hour is said once, not every minute.
      if (told.get(id) === words) return;
      told.set(id, words);
      if (awaited) log.info({ region: id, reason }, "no pin map yet");
      else log.warn({ region: id, error }, "pin map not refreshed");
    }
  };

  const refresh = (id: string): Promise<void> => {
    const running = reading.get(id);
    if (running !== undefined) return running;
    const found = registry.regions.find((candidate) => candidate.id === id);
    if (found === undefined) return Promise.resolve();
    const one = once(id, found.baseUrl).finally(() => reading.delete(id));
    reading.set(id, one);
    return one;
  };

  const pause = (id: string): number => {
    if (id === region) return ownMilliseconds;
    const base = directory.bytes(id) === undefined ? Math.min(2000, peerMilliseconds) : peerMilliseconds;
    return base * (0.9 + Math.random() * 0.2); // peers must not be asked by everyone at once
  };

  const loops = registry.regions.map(async ({ id }) => {
    while (!stopped.signal.aborted) {
      await refresh(id);
      await sleep(pause(id), stopped.signal);
    }
  });

  return {
    refresh,
    async stop() {
      stopped.abort();
      await Promise.all(loops);
    },
  };
};

/** Waits, or less when `signal` aborts; keeps no process alive. */
const sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    timer.unref();
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
