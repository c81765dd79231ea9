import { type FoundProblem, oneOf } from "@bailiwick/contract/problems-found";
import type { Product } from "@bailiwick/contract/product";
import { problem, type Rule } from "./rule.ts";

/** 32 bytes of base64url: an Ed25519 public key. */
const keyPattern = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

interface Keyed {
  readonly settings: { readonly pinKeys: Readonly<Record<string, readonly string[]>> };
  readonly product: Pick<Product, "regions">;
}

/** The keys are keys, and of regions that the product has. */
export const keysOfProduct = function* ({ settings, product }: Keyed): Iterable<FoundProblem> {
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
};

export const pinsAreKnown: Rule = function* (given) {
  const { settings } = given;
  yield* keysOfProduct(given);
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
