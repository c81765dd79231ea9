import { type ProblemName, problemContentType, problemTypes } from "@bailiwick/contract/problem";
import type { Product } from "@bailiwick/contract/product";
import { z } from "@hono/zod-openapi";

const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional().openapi({ description: "Id of the request" }),
  })
  .openapi("Problem");

/** Any route may answer with these: the front door and the failure of a part. */
const always = [
  "untrusted-hop",
  "wrong-region",
  "unknown-host",
  "pins-unavailable",
  "unavailable",
  "internal",
] as const;

/**
 * Responses of a route's problems by status, those that any route may have included. The type says nothing of them:
 * a handler throws its problems and returns only what went well.
 */
export const problems = (...names: readonly ProblemName[]): Record<never, never> => {
  const titles = new Map<number, string[]>();
  for (const name of new Set([...names, ...always])) {
    const { status, title } = problemTypes[name];
    titles.set(status, [...(titles.get(status) ?? []), `${title} (\`${name}\`)`]);
  }
  return Object.fromEntries(
    [...titles].map(([status, all]) => [
      status,
      { description: all.join(". "), content: { [problemContentType]: { schema: problemSchema } } },
    ]),
  );
};

/** Problems of a route for signed-in users. */
export const userProblems = ["unauthenticated", "forbidden", "not-found", "tenant-frozen", "reduced-capacity"] as const;

/** A JSON body that must be there. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) =>
  ({ required: true, content: { "application/json": { schema } } }) as const;

/** A JSON response. */
export const jsonResponse = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  ({ description, content: { "application/json": { schema } } }) as const;

/** How a route is authenticated, for the document. */
export const security = {
  user: [{ bearer: [] }, { cookie: [] }],
  admin: [{ adminKey: [] }],
  none: [],
};

export const securitySchemes = ({ names }: Pick<Product, "names">) => ({
  bearer: { type: "http", scheme: "bearer", description: "Session token" } as const,
  cookie: { type: "apiKey", in: "cookie", name: names.sessionCookie } as const,
  adminKey: { type: "apiKey", in: "header", name: "x-admin-api-key" } as const,
});

/** An id as it appears in paths. Whatever is no UUID names nothing: that is 404, not 422. */
export const idParameter = z.object({ id: z.string().openapi({ param: { name: "id", in: "path" }, format: "uuid" }) });

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional().openapi({ description: "`nextCursor` of the page before" }),
});

export const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
