import { canonicalCidr } from "@bailiwick/contract/address";
import { z } from "@hono/zod-openapi";

const range = z
  .string()
  .max(64)
  .transform((text, context) => {
    const canonical = canonicalCidr(text.trim());
    if (canonical !== undefined) return canonical;
    context.addIssue({ code: "custom", message: "is not an address range such as 10.0.0.0/8 or 2001:db8::/32" });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "203.0.113.0/24" });

export const allowlistSchema = z
  .object({ allow: z.array(z.string()).openapi({ description: "Empty: every address may come" }) })
  .openapi("Allowlist");

export const allowlistChangeSchema = z.strictObject({ allow: z.array(range).max(256) }).openapi("AllowlistChange");

export type Allowlist = z.output<typeof allowlistSchema>;
