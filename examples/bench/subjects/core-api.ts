import { readFileSync } from "node:fs";
import { createPinDirectory } from "@bailiwick/contract/pins";
import { regionById } from "@bailiwick/contract/region";
import { createPlatform } from "@bailiwick/core-api/create-platform";
import { createServer } from "@bailiwick/core-api/create-server";
import { connectDatabase } from "@bailiwick/core-api/db";
import { createTenantKeys, secretboxKeyService } from "@bailiwick/core-api/keys";
import { createLog } from "@bailiwick/core-api/log";
import { apiModules } from "@bailiwick/core-api/modules";
import postgres from "postgres";
import product from "../../products/flowguard/index.ts";
import type { RegionFacts } from "../api-region.ts";

/** The API as it is, and beside its own routes the ones it is compared with, behind the same front door and guards. */
const facts: RegionFacts = JSON.parse(readFileSync(process.env.BENCH_REGION ?? "", "utf8"));
const { registry } = facts;
const region = regionById(registry, facts.region);
if (region === undefined) throw new Error("the registry has no such region");

const directory = createPinDirectory({ registry, pepper: Buffer.from(facts.pepper, "base64url") });
await directory.offer(region.id, Buffer.from(facts.pinMap, "base64url"));
const database = connectDatabase({ url: facts.databaseUrl, password: facts.appPassword });
const keyService = secretboxKeyService([Buffer.from(facts.encryptionKey, "base64")]);
const keys = createTenantKeys({ catalog: database.catalog, keyService });
const log = createLog({ level: "info", service: "core-api" });
const platform = createPlatform({
  product,
  registry,
  region,
  adminKey: facts.encryptionKey,
  database,
  directory,
  keys,
  log,
});
// As many connections as the API has for single statements.
const peer = postgres(`${facts.databaseUrl}/tenants`, { user: "bailiwick_app", password: facts.appPassword, max: 4 });

const { server } = createServer({
  platform,
  // More requests in a minute than one process is made for, since these routes do next to nothing.
  replayCapacity: 8_000_000,
  edgeKeys: [{ id: facts.edgeKey.id, secret: new Uint8Array(Buffer.from(facts.edgeKey.secret, "base64url")) }],
  modules: [
    ...apiModules(platform, async () => ({ ok: true, checks: {} })),
    (api) => {
      api.get("/api/v1/bench/hello", (c) => c.json({ message: "hello" }));
      // The idiom of most applications under row security: a transaction that sets the organisation, then asks.
      api.get("/api/v1/bench/begin/:id", platform.guards.user, async (c) => {
        const { tenant } = c.get("actor");
        const rows = await peer.begin(async (tx) => {
          await tx`select set_config('app.current_org_id', ${tenant.id}, true)`;
          return tx`select * from tenant.flow where id = ${c.req.param("id")} and trashed_at is null`;
        });
        return c.json(rows[0] ?? null);
      });
      // The limit: one statement on a table that no policy guards.
      api.get("/api/v1/bench/bare/:id", platform.guards.user, async (c) => {
        const { tenant } = c.get("actor");
        const rows = await peer`
          select * from bare.flow where org_id = ${tenant.id} and id = ${c.req.param("id")} and trashed_at is null`;
        return c.json(rows[0] ?? null);
      });
    },
  ],
});
server.listen(facts.port, "127.0.0.1");
