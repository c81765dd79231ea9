import type { Product } from "@bailiwick/contract/product";

/** `Set-Cookie` values of the session cookie (RFC 6265): host only, out of reach of scripts, over TLS only. */
export const sessionCookie = ({ names, sessions }: Pick<Product, "names" | "sessions">) => {
  const attributes = `Path=/; HttpOnly; Secure; SameSite=${sessions.sameSite}`;
  return {
    set: (token: string): string =>
      `${names.sessionCookie}=${token}; Max-Age=${sessions.absoluteSeconds}; ${attributes}`,
    clear: `${names.sessionCookie}=; Max-Age=0; ${attributes}`,
  };
};
