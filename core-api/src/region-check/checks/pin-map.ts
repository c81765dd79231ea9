import { type PinMap, verifyPinMap } from "@bailiwick/contract/pins";
import type { Region } from "@bailiwick/contract/region";
import { defineCheck, NotSo } from "../check.ts";
import type { CheckClient } from "../client.ts";
import { publishedRegions } from "../published-regions.ts";

const hourSeconds = 3600;

/** The map by which other regions know this one's tenants: there, signed by a key that is known for it, and fresh. */
export const pinMap = defineCheck({
  id: "pin-map",
  title: "Pin map",
  needs: [],
  async run({ url, pinKeys, pinsMaxAgeSeconds }, client) {
    const region = await publishedRegion(url, client);
    const { status, bytes } = await client.ask(`${url}/.well-known/pins`);
    if (status !== 200) {
      throw new NotSo(
        `/.well-known/pins is answered ${status}`,
        "See that the worker runs: it publishes the map, and the edge fetches it.",
      );
    }
    const map = await verified(bytes, { id: region.id, pinKeys: pinKeys ?? region.pinKeys });
    const now = Date.now() / 1000;
    const age = Math.floor(now - map.issuedAt);
    const publish = "See that the worker runs and can write its blobs: it publishes the map anew by itself.";
    if (now > map.notAfter) throw new NotSo(`it ended at ${atTime(map.notAfter)}`, publish);
    if (age > pinsMaxAgeSeconds) {
      throw new NotSo(
        `it is from ${atTime(map.issuedAt)}, more than ${pinsMaxAgeSeconds / hourSeconds} hours ago`,
        publish,
      );
    }
    const by = pinKeys === undefined ? "a key that the region itself publishes" : "a key that was given";
    return `epoch ${map.epoch}, ${age} s old, signed by ${by}`;
  },
});

const publishedRegion = async (url: string, client: CheckClient): Promise<Region> => {
  const own = (await publishedRegions(url, client)).find(({ baseUrl }) => baseUrl === url);
  if (own === undefined) throw new TypeError("the list of regions has this one");
  return own;
};

const verified = async (bytes: Uint8Array, region: Pick<Region, "id" | "pinKeys">): Promise<PinMap> => {
  try {
    return await verifyPinMap(bytes, region);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new NotSo(
      error.message,
      "The list of regions must have the key that bailiwick region show prints; anything else but the region's own map is nobody's to serve.",
    );
  }
};

const atTime = (seconds: number): string => new Date(seconds * 1000).toISOString();
