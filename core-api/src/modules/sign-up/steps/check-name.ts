import { taken } from "../refused.ts";
import type { SignUpStep } from "../step.ts";

/**
 * Refuses a slug that is a tenant's in any region, by the maps as they are now: a tenant that is there never loses its name,
 * not even for the moment of a claim. Throws while a region cannot be asked.
 */
export const checkName: SignUpStep = {
  name: "check-name",
  async run({ directory, agreement }, { request: { slug, region } }) {
    await agreement.readOthers();
    const pin = await directory.lookup(slug);
    if (pin.kind === "pinned" && pin.region !== region) throw taken();
    if (pin.kind === "unavailable" && pin.reason === "conflict") throw taken();
  },
};
