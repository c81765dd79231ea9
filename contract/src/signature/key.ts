type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** One of the two live keys of an edge-to-origin hop. */
export interface EdgeKey {
  readonly id: string;
  readonly key: HmacKey;
}

/** Imports a shared secret of at least 32 bytes for HMAC-SHA-256. Throws `RangeError` on a shorter one. */
export const importEdgeKey = async (id: string, secret: Uint8Array<ArrayBuffer>): Promise<EdgeKey> => {
  if (secret.byteLength < 32) throw new RangeError("an edge key needs at least 32 bytes");
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
    "verify",
  ]);
  return { id, key };
};
