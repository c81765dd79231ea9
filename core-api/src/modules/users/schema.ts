import { z } from "@hono/zod-openapi";
import { maxPasswordBytes } from "../../platform/auth/passwords.ts";
import { text } from "../../platform/http/text.ts";

/** An e-mail address as people have one; what matters is that it is one line and cannot be mistaken for another. */
export const emailAddress = z.email().max(254).openapi({ format: "email" });
const name = text.trim().min(1).max(200);
const userState = z.enum(["active", "deactivated"]);

/** Only the length is limited: a password is compared, never interpreted. */
export const password = z.string().min(1).max(200).openapi({ format: "password" });

/** How long a new one must be is the product's: see `checkNewPassword`, and `openApiDocument` for the minimum it states. */
export const newPassword = password.openapi("NewPassword", {
  maxLength: maxPasswordBytes,
  description: `At most ${maxPasswordBytes} bytes`,
});

export const newUserSchema = z
  .strictObject({
    email: emailAddress,
    name,
    password: newPassword.optional(),
    roles: z.array(z.string().max(63)).min(1).max(10).optional().openapi({ description: "The least role without it" }),
  })
  .openapi("NewUser");

export const userChangeSchema = z
  .strictObject({ name: name.optional(), state: userState.optional() })
  .refine((change) => Object.keys(change).length > 0, { error: "must change something" })
  .openapi("UserChange");

export const userSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    state: userState,
    roles: z.array(z.string()),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("User");

export const roleSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    permissions: z.array(z.string()),
    assignable: z.boolean().openapi({ description: "False for identities of programs and of the platform" }),
  })
  .openapi("Role");

export const roleParameters = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, format: "uuid" }),
  role: z.string().openapi({ param: { name: "role", in: "path" } }),
});

export type NewUser = z.output<typeof newUserSchema>;
export type UserChange = z.output<typeof userChangeSchema>;
export type User = z.output<typeof userSchema>;
export type RoleView = z.output<typeof roleSchema>;
