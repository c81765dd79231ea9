type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** The first eight bytes of a tenant's keyed hash as two unsigned 32-bit numbers. */
export interface TenantKey {
  readonly hi: number;
  readonly lo: number;
}

/** Computes the key under which maps hold a slug. */
export type TenantKeys = (slug: string) => Promise<TenantKey>;

const encoder = new TextEncoder();

/** Throws `RangeError` for a pepper of fewer than 32 bytes: with a short one the map's hashes could be guessed. */
export const tenantKeys = (pepper: Uint8Array): TenantKeys => {
  if (pepper.byteLength < 32) throw new RangeError("the pin pepper needs at least 32 bytes");
  const secret = new Uint8Array(pepper);
  // The key is kept, not the promise of it: workerd does not let one request wait for a promise of another.
  let imported: HmacKey | undefined;
  return async function tenantKey(slug) {
    imported ??= await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const mac = new DataView(await crypto.subtle.sign("HMAC", imported, encoder.encode(`org:${slug}`)));
    return { hi: mac.getUint32(0), lo: mac.getUint32(4) };
  };
};
