import { maxTenantSlugLength, tenantSlugPattern } from "@bailiwick/contract/names";
import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../platform/http/openapi.ts";
import { text } from "../../platform/http/text.ts";
import { emailAddress, newPassword } from "../users/schema.ts";

/** For the document: the rule itself is `isTenantSlug`, and more names than that are reserved. */
const slugForm = {
  minLength: 3,
  maxLength: maxTenantSlugLength,
  pattern: tenantSlugPattern.source,
  description: "Lower case letters, digits and single hyphens; some names are reserved",
};

export const newTenantSchema = z
  .strictObject({
    organisation: text.trim().min(1).max(200),
    slug: z.string().min(1).max(63).openapi(slugForm),
    plan: z.string().max(63).optional().openapi({ description: "The product's default plan without it" }),
    region: z.string().max(32).optional().openapi({ description: "This region where the plan allows it" }),
    owner: z.strictObject({ email: emailAddress, name: text.trim().min(1).max(200), password: newPassword }),
  })
  .openapi("NewTenant");

export const signUpSchema = z
  .object({
    id: z.string(),
    state: z.enum(["pending", "running", "done", "failed"]),
    slug: z.string(),
    endpoint: z.string().nullable().openapi({ description: "Where the tenant is served, once it is" }),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .openapi("SignUp");

export const tenantSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    plan: z.string(),
    region: z.string(),
    state: z.string(),
    endpoint: z.string(),
    createdAt: z.string(),
  })
  .openapi("Tenant");

export const releasedNameSchema = z
  .object({
    id: z.string(),
    slug: z.string().openapi({ description: "The name that was given up" }),
    keptAs: z.string().openapi({ description: "The name under which the organisation is kept, suspended" }),
  })
  .openapi("ReleasedName");

export const tenantListQuery = pageQuery;

export const slugParameter = z.object({ slug: z.string().openapi({ param: { name: "slug", in: "path" } }) });

export const idempotencyField = z.object({
  "idempotency-key": z
    .string()
    .min(8)
    .max(200)
    .optional()
    .openapi({ description: "For 24 hours the same key answers the first request, marked Idempotent-Replayed: true" }),
});

export type NewTenant = z.output<typeof newTenantSchema>;
export type SignUpAnswer = z.output<typeof signUpSchema>;
export type ReleasedNameAnswer = z.output<typeof releasedNameSchema>;
export type TenantAnswer = z.output<typeof tenantSchema>;
