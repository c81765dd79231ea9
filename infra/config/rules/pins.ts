import { type FoundProblem, oneOf } from "@bailiwick/contract/problems-found";
import type { Product } from "@bailiwick/contract/product";
import { createNames } from "../names.ts";
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
    const elsewhere = Object.entries(settings.pinKeys).find(
      ([other, theirs]) => other < region && theirs.some((key) => keys.includes(key)),
    );
    if (elsewhere !== undefined) {
      yield problem(
        `pinKeys.${region}`,
        `must not list a key of ${elsewhere[0]} too: each of the two could sign for the other`,
      );
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
  // A key of its own tells the region that runs already from one that comes up beside others.
  if (others.length > 0 && settings.pinPepper === "generate" && !Object.hasOwn(settings.pinKeys, settings.region)) {
    yield problem(
      "pinPepper",
      "must be {secretArn: …} with the first region's pepper: all maps of a product are keyed alike. The first region itself keeps generate, and lists its own key in pinKeys beside the others'",
    );
  }
};

/** The pepper is neither somebody's password nor, by its address, the secret that this stamp would have to make itself. */
export const secretsAreApart: Rule = function* ({ stack, settings }) {
  const { pinPepper, edge, accountId, nameSalt } = settings;
  const pepper = pinPepper === "generate" ? undefined : pinPepper.secretArn;
  const token = edge.placement === "cloudflare" ? edge.tunnelTokenSecretArn : undefined;
  for (const [path, arn] of [
    ["pinPepper.secretArn", pepper],
    ["edge.tunnelTokenSecretArn", token],
  ] as const) {
    if (arn?.includes(":secret:rds!")) yield problem(path, "must not be a secret of RDS: it holds a server's password");
  }
  if (pepper !== undefined && pepper === token) {
    yield problem("edge.tunnelTokenSecretArn", "must be another secret than pinPepper.secretArn");
  }
  const own = createNames({ stack, accountId, salt: nameSalt }).of("secret", `pin-pepper-${nameSalt}`);
  if (pepper?.includes(`:${accountId}:secret:${own}-`)) {
    yield problem("pinPepper", `must be generate: ${own} is the secret that this stamp made, and would no longer keep`);
  }
};
