import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../platform/http/openapi.ts";
import { text } from "../../platform/http/text.ts";
import { definition } from "./definition.ts";

/** Versions are counted in an integer of the database. */
const maxVersion = 2 ** 31 - 1;

const name = text.trim().min(1).max(200);
const description = text.trim().max(4000);

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
      .max(maxVersion)
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
  before: z.coerce
    .number()
    .int()
    .min(1)
    .max(maxVersion)
    .optional()
    .openapi({ description: "Only versions below this one" }),
});

export type NewFlow = z.output<typeof newFlowSchema>;
export type FlowChange = z.output<typeof flowChangeSchema>;
export type Flow = z.output<typeof flowSchema>;
export type FlowVersion = z.output<typeof flowVersionSchema>;
