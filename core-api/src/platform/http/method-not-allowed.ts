import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnv } from "./env.ts";

/** Compiles the routes' paths. The result tells which methods a path has; none means that there is no such path. */
export const allowedMethods = (api: Pick<OpenAPIHono<ApiEnv>, "routes">): ((path: string) => readonly string[]) => {
  const patterns = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  for (const { path, method } of api.routes) {
    if (method === "ALL") continue;
    const source = path.replaceAll(/:[A-Za-z]+/g, "[^/]+").replaceAll(".", "\\.");
    const known = patterns.get(path) ?? { pattern: new RegExp(`^${source}$`), methods: new Set() };
    known.methods.add(method);
    if (method === "GET") known.methods.add("HEAD");
    patterns.set(path, known);
  }
  const all = [...patterns.values()];
  return (path) => [...new Set(all.flatMap(({ pattern, methods }) => (pattern.test(path) ? [...methods] : [])))].sort();
};
