import { isTenantSlug } from "@bailiwick/contract/names";

/** The credential of a request as text, not verified: a bearer token (RFC 6750 section 2.1), else the session cookie. */
export const credentialOf = (headers: Headers, sessionCookie: string): string | undefined => {
  const authorization = headers.get("authorization");
  if (authorization !== null) return /^bearer /i.test(authorization) ? authorization.slice(7) : undefined;
  const cookies = headers.get("cookie");
  if (cookies === null) return undefined;
  for (const pair of cookies.split(";")) {
    const equals = pair.indexOf("=");
    if (pair.slice(0, equals).trim() === sessionCookie) return pair.slice(equals + 1).trim();
  }
  return undefined;
};

/** The tenant a credential says it belongs to: `<slug>.<secret>`. A hint only; the pins and the origin decide. */
export const tenantHint = (credential: string): string | undefined => {
  const slug = credential.slice(0, Math.max(0, credential.indexOf(".")));
  return isTenantSlug(slug) ? slug : undefined;
};
