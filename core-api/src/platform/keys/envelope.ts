import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { KeyUnavailable } from "./key-service.ts";

const magic = Buffer.from("BWE1");
const saltBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const headerBytes = magic.length + 4 + saltBytes + nonceBytes;

/** What binds a sealed value to its place: opened anywhere else it fails. */
export interface Place {
  readonly orgId: string;
  readonly purpose: string;
  /** Table, column and row, or whatever names the value's only place. */
  readonly context: string;
}

/**
 * Seals with AES-256-GCM under a key made for this record alone (HKDF-SHA-256, random salt), so that the number of random
 * nonces under one key never matters. Layout: magic (4), version of the tenant key (4, big-endian), salt, nonce,
 * ciphertext, tag. The header and the place are additional data.
 */
export const sealEnvelope = (
  tenantKey: Uint8Array,
  version: number,
  plain: Uint8Array,
  place: Place,
): Uint8Array<ArrayBuffer> => {
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeUInt32BE(version, magic.length);
  randomBytes(saltBytes + nonceBytes).copy(header, magic.length + 4);
  const { key, nonce } = recordKey(tenantKey, header, place);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(additionalData(header, place));
  return new Uint8Array(Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
};

/** Version of the tenant key a sealed value needs. Throws `KeyUnavailable` for bytes that are no envelope. */
export const envelopeVersion = (sealed: Uint8Array): number => {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < headerBytes + tagBytes || !bytes.subarray(0, magic.length).equals(magic)) {
    throw new KeyUnavailable("this is no sealed value", "changed");
  }
  return bytes.readUInt32BE(magic.length);
};

/** Opens what `sealEnvelope` made. Throws `KeyUnavailable` for another key, place or bit. */
export const openEnvelope = (tenantKey: Uint8Array, sealed: Uint8Array, place: Place): Uint8Array<ArrayBuffer> => {
  envelopeVersion(sealed);
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const header = bytes.subarray(0, headerBytes);
  const { key, nonce } = recordKey(tenantKey, header, place);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce);
  decipher.setAAD(additionalData(header, place));
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  try {
    return new Uint8Array(
      Buffer.concat([decipher.update(bytes.subarray(headerBytes, bytes.length - tagBytes)), decipher.final()]),
    );
  } catch {
    throw new KeyUnavailable("the sealed value was changed, or belongs somewhere else", "changed");
  }
};

const recordKey = (tenantKey: Uint8Array, header: Buffer, { purpose }: Place) => {
  const salt = header.subarray(magic.length + 4, magic.length + 4 + saltBytes);
  const key = new Uint8Array(hkdfSync("sha256", tenantKey, salt, `bailiwick ${purpose}`, 32));
  return { key, nonce: header.subarray(headerBytes - nonceBytes) };
};

/** Lengths in front, so that no two places share their bytes. */
const additionalData = (header: Buffer, { orgId, purpose, context }: Place): Buffer =>
  Buffer.concat([header, Buffer.from(JSON.stringify([orgId, purpose, context]))]);
