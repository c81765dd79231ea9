import type { SignUpStep } from "../step.ts";

/**
 * Publishes the map with the claim in it, and waits until whoever asks this region is shown it. Of two regions that both do so
 * before they look, at least the later one sees the other, whatever their clocks say.
 */
export const publishClaim: SignUpStep = {
  name: "publish-claim",
  async run({ publishPins, agreement }) {
    if (!agreement.alone) await agreement.shown(await publishPins());
  },
};
