import { fieldOf, type HeaderFields } from "../http/env.ts";

/** A session token as a request carries it. */
export interface Credential {
  readonly token: string;
  /** True when a browser sent it by itself, so that another site may have caused the request. */
  readonly ambient: boolean;
}

/** The token of a request: `Authorization: Bearer` (RFC 6750 section 2.1), else the session cookie. */
export const credentialReader = (cookieName: string) => {
  const prefix = `${cookieName}=`;

  return function read(fields: HeaderFields): Credential | undefined {
    const authorization = fieldOf(fields, "authorization");
    if (authorization !== undefined) {
      if (authorization.slice(0, 7).toLowerCase() !== "bearer ") return undefined;
      return { token: authorization.slice(7).trim(), ambient: false };
    }
    const cookies = fieldOf(fields, "cookie");
    if (cookies === undefined) return undefined;
    for (const part of cookies.split(";")) {
      const pair = part.trimStart();
      if (pair.startsWith(prefix)) return { token: pair.slice(prefix.length).trimEnd(), ambient: true };
    }
    return undefined;
  };
};
