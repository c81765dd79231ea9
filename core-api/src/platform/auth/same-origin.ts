import { fieldOf, type HeaderFields } from "../http/env.ts";

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * True unless a browser says that another origin caused a request that changes something. `Sec-Fetch-Site` decides where
 * it is sent (every current browser); an older one sends `Origin`; a program that sends neither holds no ambient cookie
 * jar of a victim.
 */
export const isSameOrigin = (method: string, fields: HeaderFields): boolean => {
  if (safeMethods.has(method)) return true;
  const site = fieldOf(fields, "sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none";
  const origin = fieldOf(fields, "origin");
  if (origin === undefined) return true;
  // Every page of ours is served with TLS: whoever can answer plain HTTP under our name is somebody else.
  return origin === `https://${fieldOf(fields, "host")?.toLowerCase().replace(/:443$/, "")}`;
};
