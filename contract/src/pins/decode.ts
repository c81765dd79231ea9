import { isRegionId } from "../region/index.ts";
import { isClaimEpoch } from "./claim.ts";
import { PinMapError } from "./error.ts";
import { movedBits, pinFormat, pinSections, suspendedBits } from "./format.ts";

/** A body taken apart. The arrays are views of the bytes it came in wherever the machine allows it. */
export interface DecodedPins {
  readonly region: string;
  readonly regions: readonly string[];
  readonly epoch: number;
  readonly issuedAt: number;
  readonly notAfter: number;
  readonly hi: Uint32Array;
  readonly lo: Uint32Array;
  readonly values: Uint8Array;
  readonly positions: Uint32Array;
  readonly epochs: Uint32Array;
}

const { offset } = pinFormat;

/** Checks what can be checked before the signature: enough bytes, magic, version. Throws `PinMapError`. */
export const checkPreamble = (bytes: Uint8Array<ArrayBuffer>, trailerBytes: number): void => {
  if (bytes.length < pinFormat.headerBytes + trailerBytes) throw new PinMapError("truncated", "the map is too short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(offset.magic, true) !== pinFormat.magic) {
    throw new PinMapError("not-a-pin-map", "these bytes are not a pin map");
  }
  const version = view.getUint8(offset.version);
  if (version !== pinFormat.version) {
    throw new PinMapError(
      "unsupported-version",
      `the map has version ${version}, this release reads ${pinFormat.version}`,
    );
  }
};

/**
 * Takes the body (without signature) of a map apart and checks all of it: exact length, order, indices, padding. Nothing
 * is allocated by a count the bytes do not bear out. `body` must start at a multiple of four in its buffer. Throws
 * `PinMapError` `malformed`.
 */
export const decodePins = (body: Uint8Array<ArrayBuffer>, hostIsLittleEndian = littleEndian): DecodedPins => {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const tenantCount = view.getUint32(offset.tenantCount, true);
  const epochCount = view.getUint32(offset.epochCount, true);
  const tableBytes = view.getUint32(offset.regionTableBytes, true);
  const sections = pinSections(tenantCount, epochCount, tableBytes);
  if (sections.end !== body.length) throw malformed("its length is not what its counts say");
  if (tableBytes % 4 !== 0) throw malformed("its region table is not padded");
  if (view.getUint8(offset.reserved) !== 0) throw malformed("a reserved byte is not zero");

  const regions = readRegions(body.subarray(pinFormat.headerBytes, sections.hi), view.getUint8(offset.regionCount));
  const own = view.getUint8(offset.ownRegion);
  const region = regions[own];
  if (region === undefined) throw malformed("its region is not in its region table");
  const issuedAt = readUint53(view, offset.issuedAt);
  const notAfter = readUint53(view, offset.notAfter);
  if (notAfter <= issuedAt) throw malformed("it ends before it begins");

  const words = (from: number, to: number): Uint32Array =>
    hostIsLittleEndian
      ? new Uint32Array(body.buffer, body.byteOffset + from, (to - from) / 4)
      : swapped(view, from, to);
  const decoded: DecodedPins = {
    region,
    regions,
    epoch: readUint53(view, offset.epoch),
    issuedAt,
    notAfter,
    hi: words(sections.hi, sections.lo),
    lo: words(sections.lo, sections.values),
    values: body.subarray(sections.values, sections.values + tenantCount),
    positions: words(sections.positions, sections.epochs),
    epochs: words(sections.epochs, sections.end),
  };
  if (body.subarray(sections.values + tenantCount, sections.positions).some((byte) => byte !== 0)) {
    throw malformed("its padding is not zero");
  }
  checkOrder(decoded.hi, decoded.lo);
  const moved = countMoved(decoded.values, own, regions.length);
  checkEpochs(decoded, moved);
  return decoded;
};

const malformed = (why: string): PinMapError => new PinMapError("malformed", `the map is malformed: ${why}`);

/** True on a machine whose `Uint32Array` has the byte order of the format. */
const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

const swapped = (view: DataView, from: number, to: number): Uint32Array => {
  const words = new Uint32Array((to - from) / 4);
  for (let at = 0; at < words.length; at++) words[at] = view.getUint32(from + 4 * at, true);
  return words;
};

const readUint53 = (view: DataView, at: number): number => {
  const high = view.getUint32(at + 4, true);
  if (high >= 2 ** 21) throw malformed("a number does not fit in 53 bits");
  return high * 2 ** 32 + view.getUint32(at, true);
};

const readRegions = (table: Uint8Array, count: number): readonly string[] => {
  if (count === 0 || count > pinFormat.maxRegions) throw malformed("its region table is empty or too long");
  const regions: string[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    const length = table[at] ?? 0;
    const id = String.fromCharCode(...table.subarray(at + 1, at + 1 + length));
    at += 1 + length;
    if (at > table.length || !isRegionId(id)) throw malformed("its region table holds something else than region ids");
    regions.push(id);
  }
  if (new Set(regions).size !== count) throw malformed("its region table lists a region twice");
  if (table.length - at > 3 || table.subarray(at).some((byte) => byte !== 0)) {
    throw malformed("its region table has something behind the last region");
  }
  return regions;
};

const checkOrder = (hi: Uint32Array, lo: Uint32Array): void => {
  let hiBefore = -1;
  let loBefore = -1;
  for (let at = 0; at < hi.length; at++) {
    const hiHere = hi[at] ?? 0;
    const loHere = lo[at] ?? 0;
    if (hiHere < hiBefore || (hiHere === hiBefore && loHere <= loBefore)) throw malformed("its keys do not ascend");
    hiBefore = hiHere;
    loBefore = loHere;
  }
};

const countMoved = (values: Uint8Array, own: number, regionCount: number): number => {
  let moved = 0;
  for (const value of values) {
    const index = value & 0x3f;
    const isMoved = value >> 6 === movedBits;
    if (index >= regionCount || (index === own) === isMoved) throw malformed("a tenant has an impossible region");
    if (isMoved) moved++;
  }
  return moved;
};

const checkEpochs = ({ values, positions, epochs }: DecodedPins, moved: number): void => {
  let movedWithEpoch = 0;
  let before = -1;
  for (let at = 0; at < positions.length; at++) {
    const position = positions[at] ?? 0;
    const value = values[position];
    if (position <= before || value === undefined) throw malformed("the positions of its epochs do not ascend");
    if (epochs[at] === 0) throw malformed("an epoch is zero");
    if (isClaimEpoch(epochs[at] ?? 0) && value >> 6 !== suspendedBits) throw malformed("a claim has a tenant's state");
    if (value >> 6 === movedBits) movedWithEpoch++;
    before = position;
  }
  if (movedWithEpoch !== moved) throw malformed("a moved tenant has no epoch");
};
