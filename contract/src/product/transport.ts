import * as z from "zod";

/** Encryption on the way. */
export const transport = z.strictObject({
  tlsMinimum: z.enum(["1.2", "1.3"]),
  /** True when a deployment may turn off TLS between components, inside a private network only. */
  plaintextInPrivateNetwork: z.boolean(),
  /** Strict-Transport-Security (RFC 6797); preload lists ask for a year, subdomains and the word. */
  hsts: z.strictObject({
    maxAgeSeconds: z.int().min(31_536_000).max(126_144_000),
    includeSubDomains: z.boolean(),
    preload: z.boolean(),
  }),
});

/** Who may reach what from where. */
export const network = z.strictObject({
  /** What a tenant's address lists restrict: everything it uses, or only who may trigger its flows. */
  allowlists: z.array(z.enum(["access", "triggers"])),
  /** Paths that answer without a credential; they show no customer's data. */
  publicPaths: z.array(z.string().regex(/^\/[a-z0-9._/-]*$/, { error: "must be a path" })),
});
