import { createHash, randomBytes } from "node:crypto";
import { secretbox } from "@noble/ciphers/salsa.js";
import { type KeyService, KeyUnavailable } from "./key-service.ts";
import { assertWrappable } from "./wrappable.ts";

const nonceBytes = 24;
const keyIdBytes = 8;

/**
 * The key service of a self-hosted stamp: NaCl secretbox (XSalsa20-Poly1305) under keys that the operator holds. The first
 * key wraps, all of them unwrap, so that a key can be replaced without a stop. Secretbox authenticates no additional data:
 * the context travels inside the box and is compared after opening.
 *
 * Layout: key id (8), nonce (24), box of [length of context (2, big-endian), context, plain].
 */
export const secretboxKeyService = (keys: readonly [Uint8Array, ...Uint8Array[]]): KeyService => {
  for (const key of keys) if (key.length !== 32) throw new RangeError("a secretbox key has 32 bytes");
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  const [current] = keys;
  const id = idOf(current);

  return {
    id: `secretbox:${id}`,
    async wrap(plain, context) {
      assertWrappable(plain);
      const label = Buffer.from(context);
      if (label.length > 0xffff) throw new RangeError("the context is too long");
      const size = Buffer.alloc(2);
      size.writeUInt16BE(label.length);
      const nonce = randomBytes(nonceBytes);
      const box = secretbox(current, nonce).seal(Buffer.concat([size, label, plain]));
      return new Uint8Array(Buffer.concat([Buffer.from(id, "hex"), nonce, box]));
    },
    async unwrap(wrapped, context) {
      const bytes = Buffer.from(wrapped);
      const key = byId.get(bytes.subarray(0, keyIdBytes).toString("hex"));
      if (key === undefined)
        throw new KeyUnavailable("it was wrapped under a key this process was not given", "other-key");
      const opened = Buffer.from(open(key, bytes));
      const end = 2 + opened.readUInt16BE(0);
      if (!opened.subarray(2, end).equals(Buffer.from(context))) {
        throw new KeyUnavailable("it was wrapped for another use", "changed");
      }
      return new Uint8Array(opened.subarray(end));
    },
    advice: () =>
      "ENCRYPTION_KEY is not the key this region's data are sealed under: put the old key back, or give it in ENCRYPTION_KEY_PREVIOUS beside the new one.",
  };
};

const open = (key: Uint8Array, bytes: Uint8Array): Uint8Array => {
  const nonce = bytes.subarray(keyIdBytes, keyIdBytes + nonceBytes);
  const box = bytes.subarray(keyIdBytes + nonceBytes);
  try {
    return secretbox(key, nonce).open(box);
  } catch {
    throw new KeyUnavailable("it was changed after it was wrapped", "changed");
  }
};

/** Tells keys apart without telling anything about them. */
const idOf = (key: Uint8Array): string =>
  createHash("sha256")
    .update("bailiwick secretbox key")
    .update(key)
    .digest("hex")
    .slice(0, 2 * keyIdBytes);
