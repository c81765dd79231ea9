/**
 * The bytes of a pin map. All numbers are unsigned and little-endian, whatever machine writes or reads them. Every `u32`
 * array starts at a multiple of four, so that a reader on a little-endian machine looks up in the bytes as they came.
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0  | 4  | magic `BWPM` |
 * | 4  | 1  | version, 1 |
 * | 5  | 1  | R, regions in the region table, 1 to 64 |
 * | 6  | 1  | index of the region whose map this is |
 * | 7  | 1  | 0 |
 * | 8  | 8  | epoch of the map, below 2^53: grows with every map the region issues |
 * | 16 | 8  | issued at, seconds since 1970 |
 * | 24 | 8  | not after, seconds since 1970; later than issued at |
 * | 32 | 8  | key id: first 8 bytes of SHA-256 of the raw public key; zero in an unsigned body |
 * | 40 | 4  | N, tenants |
 * | 44 | 4  | M, tenants with an epoch of their own, at most N |
 * | 48 | 4  | T, bytes of the region table, a multiple of four |
 * | 52 | T  | region table: R times one byte of length and that many bytes of ASCII; zero padding of at most 3 bytes |
 * |    | 4N | `hi`: bytes 0 to 3 of each tenant's key, read as a big-endian number |
 * |    | 4N | `lo`: bytes 4 to 7 of the key; pairs (hi, lo) ascend strictly |
 * |    | N  | value: upper 2 bits state (0 active, 1 frozen, 2 moved, 3 suspended), lower 6 bits index of a region |
 * |    | 0-3 | zero padding to a multiple of four |
 * |    | 4M | positions (0 to N - 1) of tenants with an epoch, ascending strictly |
 * |    | 4M | their epochs, 1 or more |
 * |    | 64 | Ed25519 signature (RFC 8032) over everything before it |
 *
 * The region of a value is the map's own, except for a moved tenant: there it is another one, where the tenant went, and
 * the tenant has an epoch. A suspended entry whose epoch has its highest bit set is a claim: a name that a sign-up of the
 * region wants, which is no tenant and is served nowhere; the other 31 bits are the seconds since 2020 at which it was made.
 * Readers from before there were claims take it for a suspended tenant. A tenant's key is the first 8 bytes of HMAC-SHA-256(pepper, `org:` + slug): the map names
 * nobody to those who do not have the pepper. 9 bytes a tenant, 8 more for one that has moved.
 */
export const pinFormat = {
  magic: 0x4d505742,
  version: 1,
  headerBytes: 52,
  keyIdBytes: 8,
  signatureBytes: 64,
  maxRegions: 64,
  maxTenants: 2 ** 32 - 1,
  maxTenantEpoch: 2 ** 31 - 1,
  offset: {
    magic: 0,
    version: 4,
    regionCount: 5,
    ownRegion: 6,
    reserved: 7,
    epoch: 8,
    issuedAt: 16,
    notAfter: 24,
    keyId: 32,
    tenantCount: 40,
    epochCount: 44,
    regionTableBytes: 48,
  },
} as const;

/** States in the order of their two bits. */
export const pinStates = ["active", "frozen", "moved", "suspended"] as const;

/** What a region says about a tenant: served, readable while it is being moved, gone to another region, or shut off. */
export type PinState = (typeof pinStates)[number];

export const movedBits = pinStates.indexOf("moved");
export const suspendedBits = pinStates.indexOf("suspended");

/** Where the sections of a body start, in bytes; `end` is the length of the body without its signature. */
export interface PinSections {
  readonly hi: number;
  readonly lo: number;
  readonly values: number;
  readonly positions: number;
  readonly epochs: number;
  readonly end: number;
}

/** Computes the sections from the three counts of the header. Exact for every count a header can hold. */
export const pinSections = (tenantCount: number, epochCount: number, regionTableBytes: number): PinSections => {
  const hi = pinFormat.headerBytes + regionTableBytes;
  const lo = hi + 4 * tenantCount;
  const values = lo + 4 * tenantCount;
  const positions = multipleOfFour(values + tenantCount);
  const epochs = positions + 4 * epochCount;
  return { hi, lo, values, positions, epochs, end: epochs + 4 * epochCount };
};

/** The next multiple of four at or after `bytes`. */
export const multipleOfFour = (bytes: number): number => Math.ceil(bytes / 4) * 4;
