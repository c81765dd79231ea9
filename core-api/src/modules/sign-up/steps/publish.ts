import type { SignUpStep } from "../step.ts";

/** Signs and publishes the map with the new tenant in it. Every edge finds it within its refresh time. */
export const publish: SignUpStep = {
  name: "publish",
  async run({ publishPins }) {
    await publishPins();
  },
};
