import { oneOf } from "@bailiwick/contract/problems-found";
import { problem, type Rule } from "./rule.ts";

/** 32 bytes of base64url: an Ed25519 public key. */
const keyPattern = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

export const pinsAreKnown: Rule = function* ({ settings, product }) {
  const ids = product.regions.map(({ id }) => id);
  for (const [region, keys] of Object.entries(settings.pinKeys)) {
    if (!ids.includes(region))
      yield problem("pinKeys", `must only name regions of the profile (${oneOf(ids)}), not "${region}"`);
    for (const key of keys) {
      if (!keyPattern.test(key)) {
        yield problem(
          `pinKeys.${region}`,
          `must list Ed25519 public keys (32 bytes as base64url), not ${JSON.stringify(key)}`,
        );
      }
    }
    if (new Set(keys).size < keys.length) yield problem(`pinKeys.${region}`, "must not list a key twice");
  }
  const others = Object.keys(settings.pinKeys).filter((id) => id !== settings.region);
  if (settings.mode === "invpc" && others.length > 0) {
    yield problem("pinKeys", `must not name ${oneOf(others)}: an install in the customer's network knows only itself`);
  }
  if (others.length > 0 && settings.pinPepper === "generate") {
    yield problem(
      "pinPepper",
      "must be {secretArn: …} with the first region's pepper: all maps of a product are keyed alike",
    );
  }
};
