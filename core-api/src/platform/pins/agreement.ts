import { setTimeout as sleep } from "node:timers/promises";
import { type PinDirectory, verifyPinMap } from "@bailiwick/contract/pins";
import type { Registry } from "@bailiwick/contract/region";
import { fetchPinMap } from "./fetch-map.ts";

export interface PinAgreementOptions {
  readonly directory: Pick<PinDirectory, "held" | "offer">;
  readonly registry: Registry;
  /** This region. */
  readonly region: string;
  readonly fetchMap?: typeof fetchPinMap;
  /**
   * The age that a map may have which an edge shows to somebody who asks for the newest: an edge asks its core API once a
   * second, which reads the stored map once a second, and both take a while. @default 3000
   */
  readonly staleMilliseconds?: number;
  /** How long this region's own edge may take to show a new map. @default 20_000 */
  readonly shownMilliseconds?: number;
}

/** What it takes for regions without a common catalog to agree whose a name is. */
export interface PinAgreement {
  /** True where there is no other region. */
  readonly alone: boolean;
  /** Takes every other region's newest map into the directory. Rejects when one does not answer or cannot be believed. */
  readOthers(): Promise<void>;
  /**
   * Resolves when nobody who asks this region for its newest map is shown one before this epoch any more. Rejects when its
   * edge does not show it in time.
   */
  shown(epoch: number): Promise<void>;
}

const pauseMilliseconds = 200;
const tries = 4;

/** An edge says so when it could not make sure that its map is the newest; it is asked again. */
const patiently = async (read: () => Promise<void>, left = tries - 1): Promise<void> => {
  try {
    await read();
  } catch (error) {
    if (left === 0) throw error;
    await sleep(pauseMilliseconds * 2 ** (tries - left));
    await patiently(read, left - 1);
  }
};

export const createPinAgreement = (options: PinAgreementOptions): PinAgreement => {
  const { directory, registry, region, fetchMap = fetchPinMap } = options;
  const { staleMilliseconds = 3000, shownMilliseconds = 20_000 } = options;
  const others = registry.regions.filter(({ id }) => id !== region);
  const own = registry.regions.find(({ id }) => id === region);
  const urlOf = (baseUrl: string): string => `${baseUrl}/.well-known/pins`;

  const readOther = async ({ id, baseUrl }: Registry["regions"][number]): Promise<void> => {
    const held = directory.held().find((one) => one.region === id);
    // The tag of a map is its epoch. One that has ended is never "unchanged".
    const tag = held === undefined || held.notAfter < Date.now() / 1000 ? undefined : `"${held.epoch}"`;
    const found = await fetchMap(urlOf(baseUrl), tag, { newest: true });
    if (found === "unchanged") return;
    const offer = await directory.offer(id, found.bytes);
    if (!offer.accepted && offer.reason !== "same") throw new Error(`the map of ${id} was refused: ${offer.detail}`);
  };

  return {
    alone: others.length === 0,
    async readOthers() {
      await Promise.all(others.map((other) => patiently(() => readOther(other))));
    },
    async shown(epoch) {
      if (own === undefined) throw new Error(`the registry has no region ${region}`);
      const deadline = Date.now() + shownMilliseconds;
      for (;;) {
        const found = await fetchMap(urlOf(own.baseUrl), undefined, { newest: true });
        if (found !== "unchanged" && (await verifyPinMap(found.bytes, own)).epoch >= epoch) break;
        if (Date.now() > deadline) throw new Error(`the edge of ${region} does not show its map ${epoch} yet`);
        await sleep(pauseMilliseconds);
      }
      // One edge of perhaps many has shown it; what is left is the age that the others' maps may have.
      await sleep(staleMilliseconds);
    },
  };
};
