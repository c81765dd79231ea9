import { canonicalCidr } from "@bailiwick/contract/address";
import type { PinDirectory } from "@bailiwick/contract/pins";
import { createRoute, z } from "@hono/zod-openapi";
import type { Guards } from "../../platform/auth/guard.ts";
import type { Sql } from "../../platform/db/index.ts";
import type { ApiModule } from "../../platform/http/app.ts";
import { fieldOf } from "../../platform/http/env.ts";
import { jsonResponse, problems, security } from "../../platform/http/openapi.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { content, json, notModified } from "../../platform/http/respond.ts";
import type { Metrics } from "../../platform/metrics.ts";

export interface EdgeFeedOptions {
  readonly region: string;
  readonly directory: Pick<PinDirectory, "bytes" | "held">;
  readonly catalog: Sql;
  readonly guards: Pick<Guards, "region">;
  readonly metrics: Pick<Metrics, "gauge">;
  /** Seconds since 1970. @default the system's clock */
  readonly now?: () => number;
}

/** How long an edge may go on with the address rules it has when it cannot get newer ones. */
const policySeconds = 300;

const policiesSchema = z
  .object({
    issuedAt: z.int(),
    notAfter: z.int(),
    tenants: z.record(z.string(), z.object({ allow: z.array(z.string()) })),
  })
  .openapi("EdgePolicies");

/** What this region's own edge asks for on its own behalf. Never forwarded from outside: no route of a tenant reaches it. */
export const edgeFeedRoutes = (options: EdgeFeedOptions): ApiModule => {
  const { region, directory, catalog, guards, metrics, now = () => Date.now() / 1000 } = options;
  let unreadable = 0;
  metrics.gauge(
    "bailiwick_allowlists_unreadable",
    "Tenants that the edge keeps closed because a range of their allowlist cannot be read",
    () => unreadable,
  );
  const shared = { middleware: guards.region, security: security.none, tags: ["edge"] };

  return (api) => {
    api.openapi(
      createRoute({
        ...shared,
        method: "get",
        path: "/internal/pins",
        operationId: "getPinMap",
        responses: {
          200: {
            description: "The region's signed pin map",
            content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
          },
          304: { description: "The map is the one that was asked about" },
          ...problems("pins-unavailable"),
        },
      }),
      (c) => {
        const bytes = directory.bytes(region);
        const held = directory.held().find((one) => one.region === region);
        if (bytes === undefined || held === undefined) {
          throw new ProblemError("pins-unavailable", { headers: { "retry-after": "1" } });
        }
        const etag = `"${held.epoch}"`;
        if (fieldOf(c.env.facts.fields, "if-none-match") === etag) return notModified(c, etag);
        return content(c, bytes, "application/octet-stream", { etag });
      },
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "get",
        path: "/internal/edge-policies",
        operationId: "getEdgePolicies",
        responses: { 200: jsonResponse(policiesSchema, "Tenants with an address list"), ...problems() },
      }),
      async (c) => {
        const issuedAt = Math.floor(now());
        const rows = await catalog<{ slug: string; allow: string[] }[]>`
          select slug, allowlist::text[] as allow from catalog.edge_policies()`;
        // Stored ranges come back as the database prints them. What has no canonical form is fed as it is: the edge closes
        // that tenant, because no list would mean that everybody may come.
        unreadable = rows.filter(({ allow }) => allow.some((range) => canonicalCidr(range) === undefined)).length;
        const tenants = Object.fromEntries(
          rows.map(({ slug, allow }) => [slug, { allow: allow.map((range) => canonicalCidr(range) ?? range) }]),
        );
        return json(c, { issuedAt, notAfter: issuedAt + policySeconds, tenants }, 200);
      },
    );
  };
};
