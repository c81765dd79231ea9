import { headers, type Permission } from "@bailiwick/contract/names";
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

/** Any route may answer with these: the edge, the front door and the failure of a part. */
const always = [
  "bad-request",
  "not-canonical",
  "untrusted-hop",
  "wrong-region",
  "unknown-host",
  "quota-exceeded",
  "abnormal-usage",
  "headers-too-large",
  "internal",
  "bad-gateway",
  "reduced-capacity",
  "pins-unavailable",
  "unavailable",
  "gateway-timeout",
] as const;

/** What a route with a body may answer besides. */
const bodyProblems = ["length-required", "body-too-large", "unsupported-media-type"] as const;

/** The name of a problem as its type ends: what a client reads. */
const wireName = (name: ProblemName): string => problemTypes[name].type.split(/[#:]/).at(-1) ?? name;

/**
 * Responses of a route's problems by status, those that any route may have included. The type says nothing of them:
 * a handler throws its problems and returns only what went well.
 */
export const problems = (...names: readonly ProblemName[]): Record<never, never> => {
  return describe(new Set([...names, ...always]));
};

/** Adds what comes with a body to the responses of an operation that takes one. */
export const withBodyProblems = <Operation extends { readonly requestBody?: unknown; readonly responses?: object }>(
  operation: Operation,
): Operation =>
  operation.requestBody === undefined
    ? operation
    : { ...operation, responses: { ...operation.responses, ...describe(new Set(bodyProblems)) } };

const describe = (names: ReadonlySet<ProblemName>): Record<never, never> => {
  const titles = new Map<number, string[]>();
  for (const name of names) {
    const { status, title } = problemTypes[name];
    titles.set(status, [...(titles.get(status) ?? []), `${title} (\`${wireName(name)}\`)`]);
  }
  return Object.fromEntries(
    [...titles].map(([status, all]) => [
      status,
      { description: all.join(". "), content: { [problemContentType]: { schema: problemSchema } } },
    ]),
  );
};

/** Problems of any route at a tenant's address. */
export const tenantProblems = ["address-not-allowed", "tenant-frozen", "tenant-unavailable"] as const;

/** Problems of a route for signed-in users. */
export const userProblems = ["unauthenticated", "forbidden", "not-found", ...tenantProblems] as const;

/** The permission a route asks for, for the document; the service asks for it. */
export const needs = (permission: Permission): { readonly "x-permission": Permission } => ({
  "x-permission": permission,
});

/** A JSON body that must be there. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) =>
  ({ required: true, content: { "application/json": { schema } } }) as const;

/** A JSON response. */
export const jsonResponse = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  ({ description, content: { "application/json": { schema } } }) as const;

/** A JSON response that holds a version, which its entity tag names. */
export const versionedResponse = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  ({ ...jsonResponse(schema, description), headers: versionHeaders }) as const;

/** How a route is authenticated, for the document. */
export const security = {
  user: [{ bearer: [] }, { cookie: [] }],
  admin: [{ adminKey: [] }],
  none: [],
};

/** What a response with a version tells in its header. */
const versionHeaders = z.object({
  etag: z.string().openapi({ description: "The version, for `If-Match`", example: '"1"' }),
});

export const securitySchemes = ({ names }: Pick<Product, "names">) => ({
  bearer: { type: "http", scheme: "bearer", description: "Session token" } as const,
  cookie: { type: "apiKey", in: "cookie", name: names.sessionCookie } as const,
  adminKey: { type: "apiKey", in: "header", name: headers.adminKey } as const,
});

/** An id as it appears in paths. Whatever is no UUID names nothing: that is 404, not 422. */
export const idParameter = z.object({ id: z.string().openapi({ param: { name: "id", in: "path" }, format: "uuid" }) });

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional().openapi({ description: "`nextCursor` of the page before" }),
});

export const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
