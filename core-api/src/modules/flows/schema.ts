import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../platform/http/openapi.ts";

const maxDefinitionBytes = 256 * 1024;

const name = z.string().trim().min(1).max(200);
const description = z.string().trim().max(4000);
/** What the flow does, in the product's own terms; the platform keeps it as it is. */
const definition = z
  .record(z.string().max(200), z.unknown())
  .refine((value) => JSON.stringify(value).length <= maxDefinitionBytes, { error: "is larger than 256 KiB" })
  .refine((value) => !JSON.stringify(value).includes("\\u0000"), { error: "holds a null character" });

export const newFlowSchema = z
  .strictObject({ name, description: description.default(""), definition: definition.default({}) })
  .openapi("NewFlow");

export const flowChangeSchema = z
  .strictObject({
    name,
    description,
    definition,
    version: z
      .int()
      .min(1)
      .optional()
      .openapi({ description: "Version that is being changed; `If-Match` says the same" }),
  })
  .openapi("FlowChange");

export const flowSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    definition: z.record(z.string(), z.unknown()),
    version: z.int(),
    createdBy: z.string().nullable(),
    updatedBy: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    trashedAt: z.string().nullable(),
  })
  .openapi("Flow");

export const flowVersionSchema = z
  .object({
    version: z.int(),
    name: z.string(),
    description: z.string(),
    definition: z.record(z.string(), z.unknown()),
    createdBy: z.string().nullable(),
    createdAt: z.string(),
  })
  .openapi("FlowVersion");

export const flowListQuery = pageQuery.extend({
  trashed: z.enum(["true", "false"]).default("false").openapi({ description: "`true` lists the trash" }),
});

export const versionListQuery = pageQuery.omit({ cursor: true }).extend({
  before: z.coerce.number().int().min(1).optional().openapi({ description: "Only versions below this one" }),
});

export type NewFlow = z.output<typeof newFlowSchema>;
export type FlowChange = z.output<typeof flowChangeSchema>;
export type Flow = z.output<typeof flowSchema>;
export type FlowVersion = z.output<typeof flowVersionSchema>;
