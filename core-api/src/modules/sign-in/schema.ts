import { z } from "@hono/zod-openapi";
import { text } from "../../platform/http/text.ts";
import { password } from "../users/schema.ts";

/** Addresses are looked up, not checked: an answer about their form would tell nothing but cost a round trip. */
export const signInSchema = z.strictObject({ email: text.trim().min(1).max(254), password }).openapi("SignIn");

export const signedInUserSchema = z
  .object({ id: z.string(), email: z.string(), name: z.string(), roles: z.array(z.string()) })
  .openapi("SignedInUser");

export const signedInSchema = z
  .object({ token: z.string(), user: signedInUserSchema, expiresAt: z.string() })
  .openapi("SignedIn");

export const sessionSchema = z
  .object({
    user: signedInUserSchema,
    permissions: z.array(z.string()),
    tenant: z.object({ slug: z.string(), name: z.string(), plan: z.string() }),
  })
  .openapi("Session");

export type SignIn = z.output<typeof signInSchema>;
export type SignedIn = z.output<typeof signedInSchema>;
