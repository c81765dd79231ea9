import { readCredential } from "@bailiwick/contract/credential";

/** The token of a request, not verified: read as the core API does, so that limits count what it looks up. */
export const credentialOf = (headers: Headers, sessionCookie: string): string | undefined =>
  readCredential(
    { authorization: headers.get("authorization") ?? undefined, cookie: headers.get("cookie") ?? undefined },
    sessionCookie,
  )?.token;
