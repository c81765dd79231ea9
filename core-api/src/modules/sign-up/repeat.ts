import { createHash } from "node:crypto";
import type { KeyedDigest } from "../../platform/auth/keyed-digest.ts";
import type { SignUpInput } from "./request.ts";

/** By which of the two ways a request came: who uses one never answers for a request of the other. */
export type SignUpRoute = "sign-up by a visitor" | "tenant by the platform administrator";

/** What tells a repeated request: its key, and all it asks for. */
export interface Repeat {
  readonly keyHash: Buffer;
  readonly digest: Buffer;
}

export interface RepeatOptions {
  readonly route: SignUpRoute;
  readonly idempotencyKey: string;
  readonly input: Omit<SignUpInput, "owner"> & { readonly owner: Omit<SignUpInput["owner"], "passwordHash"> };
  readonly password: string;
  readonly keyedDigest: KeyedDigest;
}

/**
 * The password is part of what is compared: whoever plants a request under a key that somebody else is going to use would
 * otherwise be taken for him, with a password of his own.
 */
export const repeatOf = ({ route, idempotencyKey, input, password, keyedDigest }: RepeatOptions): Repeat => {
  const keyHash = createHash("sha256")
    .update(JSON.stringify([route, idempotencyKey]))
    .digest();
  const { organisation, slug, plan, region, owner } = input;
  const parts = [keyHash.toString("hex"), organisation, slug, plan, region ?? null, owner.email, owner.name, password];
  return { keyHash, digest: keyedDigest("sign-up", JSON.stringify(parts)) };
};
