import { hash, randomBytes } from "node:crypto";
import { isTenantSlug } from "@bailiwick/contract/names";

const pattern = /^([a-z][a-z0-9-]{1,38}[a-z0-9])\.([A-Za-z0-9_-]{43})$/;

/** A new token `<slug>.<43 characters>`: 256 random bits behind the name that tells the edge which tenant to ask. */
export const newSessionToken = (slug: string): string => `${slug}.${randomBytes(32).toString("base64url")}`;

/** The tenant a token claims to belong to, or `undefined` for anything that is not a token. */
export const tokenTenant = (token: string): string | undefined => {
  const slug = pattern.exec(token)?.[1];
  return slug !== undefined && isTenantSlug(slug) ? slug : undefined;
};

/**
 * SHA-256 of a token, one character a byte: all that is ever stored or remembered. The token is random, so a fast hash is
 * enough; as text, because a Buffer from the hash costs four times the hash and most tokens are found in memory.
 */
export const hashToken = (token: string): string => hash("sha256", token, "binary");

/** The 32 bytes of a hash, for the database. */
export const tokenHashBytes = (tokenHash: string): Buffer => Buffer.from(tokenHash, "latin1");
