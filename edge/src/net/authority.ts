import type { KnownHost } from "../hosts.ts";

/**
 * True when the authority cut from a request's URL is what its Host field says, byte for byte, or another spelling of the
 * same name: a platform that states URLs in canonical form changes case and drops the port that https has anyway.
 */
export const isAsked = (
  authority: string,
  headers: Headers,
  hosts: (host: string) => KnownHost | undefined,
): boolean => {
  const host = headers.get("host");
  if (host === authority) return true;
  const known = host === null ? undefined : hosts(host);
  return known !== undefined && known.name === hosts(authority)?.name;
};
