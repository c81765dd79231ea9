import { z } from "@hono/zod-openapi";
import { isStorable } from "../../platform/http/text.ts";

const maxBytes = 256 * 1024;
const maxDepth = 100;

/** What stands against keeping a value as jsonb, or `undefined`. Walks without recursion: the depth is the caller's. */
const faultOf = (definition: unknown): string | undefined => {
  const left: { readonly value: unknown; readonly depth: number }[] = [{ value: definition, depth: 0 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, depth } = next;
    if (typeof value === "string" && !isStorable(value)) return "holds a character that cannot be kept";
    // JSON.parse makes it of a number too large, and JSON.stringify would make it null.
    if (typeof value === "number" && !Number.isFinite(value)) return "holds a number that cannot be kept";
    if (typeof value !== "object" || value === null) continue;
    if (depth === maxDepth) return `is nested more than ${maxDepth} levels deep`;
    for (const [key, inner] of Object.entries(value)) {
      if (!isStorable(key)) return "holds a character that cannot be kept";
      left.push({ value: inner, depth: depth + 1 });
    }
  }
  return JSON.stringify(definition).length > maxBytes ? "is larger than 256 KiB" : undefined;
};

/** What the flow does, in the product's own terms; the platform keeps it as it is. */
export const definition = z.record(z.string().max(200), z.unknown()).superRefine((value, context) => {
  const fault = faultOf(value);
  if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
});
