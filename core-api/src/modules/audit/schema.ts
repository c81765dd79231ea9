import { z } from "@hono/zod-openapi";
import { instant } from "../../platform/http/instant.ts";
import { pageQuery } from "../../platform/http/openapi.ts";

export const auditQuery = pageQuery.extend({
  action: z
    .string()
    .max(100)
    .regex(/^[a-z0-9_.]+$/, { error: "is not the name of an action" })
    .optional(),
  actor: z.uuid().optional().openapi({ description: "Id of the user who acted" }),
  from: instant.optional().openapi({ description: "From this time on" }),
  to: instant.optional().openapi({ description: "Before this time" }),
});

export const auditEventSchema = z
  .object({
    id: z.string(),
    occurredAt: z.string(),
    actor: z.object({
      kind: z.string(),
      id: z.string().nullable(),
      role: z.string().nullable(),
      email: z.string().nullable(),
    }),
    action: z.string(),
    target: z.object({ type: z.string().nullable(), id: z.string().nullable() }),
    outcome: z.enum(["success", "denied", "failed"]),
    requestId: z.string().nullable(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi("AuditEvent", { description: "Personal fields are null where their key is gone" });

export type AuditQuery = z.output<typeof auditQuery>;
export type AuditEventView = z.output<typeof auditEventSchema>;
