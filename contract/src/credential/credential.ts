import { isTenantSlug } from "../names/index.ts";

/** A session token as a request carries it. Not verified. */
export interface Credential {
  readonly token: string;
  /** True when a browser sent it by itself, so that another site may have caused the request. */
  readonly ambient: boolean;
}

/** Values of the two header fields a credential can be in. */
export interface CredentialFields {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
}

/** RFC 9110 section 11.4, RFC 6750 section 2.1: spaces between scheme and token are not the token's. */
const bearer = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;
const token68 = /^[A-Za-z0-9\-._~+/]+=*$/;

/**
 * The credential of a request: a bearer token, else the cookie of exactly this name. Edge and core API both read by this, so
 * that the edge counts by the very text that is looked up. None where a token has another character, or where two cookies
 * have the name: a browser sends a `__Host-` cookie once.
 */
export const readCredential = (
  { authorization, cookie }: CredentialFields,
  cookieName: string,
): Credential | undefined => {
  if (authorization !== undefined) {
    const token = bearer.exec(authorization)?.[1];
    return token === undefined ? undefined : { token, ambient: false };
  }
  if (cookie === undefined) return undefined;
  let found: string | undefined;
  for (const pair of cookie.split(";")) {
    const equals = pair.indexOf("=");
    if (equals === -1 || pair.slice(0, equals).trimStart() !== cookieName) continue;
    if (found !== undefined) return undefined;
    found = pair.slice(equals + 1).trim();
  }
  return found !== undefined && token68.test(found) ? { token: found, ambient: true } : undefined;
};

/** The tenant a token says it belongs to: `<slug>.<secret>`. A hint only; the pins and the origin decide. */
export const tenantHint = (token: string): string | undefined => {
  const slug = token.slice(0, Math.max(0, token.indexOf(".")));
  return isTenantSlug(slug) ? slug : undefined;
};
