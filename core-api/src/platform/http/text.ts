import { z } from "@hono/zod-openapi";

/** True for text that Postgres can keep: whole characters, and no null among them. */
export const isStorable = (value: string): boolean => value.isWellFormed() && !value.includes("\0");

/** Text that is going to be kept. Every schema of a request's text begins with it. */
export const text = z.string().refine(isStorable, { error: "holds a character that cannot be kept" });
