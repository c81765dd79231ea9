import type { PinDirectory } from "@bailiwick/contract/pins";

/** Takes a region's map out of an answer into the directory. Throws `TypeError` when the directory does not want it. */
export const takePinMap =
  (directory: PinDirectory, region: string) =>
  async (response: Response): Promise<void> => {
    const offer = await directory.offer(region, new Uint8Array(await response.arrayBuffer()));
    if (!offer.accepted && offer.reason !== "same") throw new TypeError(offer.detail);
  };
