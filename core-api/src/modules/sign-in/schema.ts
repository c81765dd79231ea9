import { z } from "@hono/zod-openapi";
import { password } from "../users/schema.ts";

/**
 * Addresses are looked up, not checked; but they are ASCII, as `emailAddress` has them. Of other letters the database and
 * JavaScript make different lower case, and what the database takes for one account would count as another's failures.
 */
const address = z
  .string()
  .trim()
  .min(1)
  .max(254)
  .regex(/^[!-~]+$/, { error: "is not an e-mail address" })
  .openapi({ format: "email" });

export const signInSchema = z.strictObject({ email: address, password }).openapi("SignIn");

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
