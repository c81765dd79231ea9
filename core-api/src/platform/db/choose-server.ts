import { asMigrator, type MigratorOptions, onServer } from "./migrate.ts";
import { catalogName } from "./server-address.ts";
import { locationOf, tenantServersOf } from "./servers.ts";
import { hasDatabase } from "./tenant-database.ts";

interface Count {
  readonly server: string;
  readonly databases: number;
}

/**
 * Location for a dedicated tenant database: where the catalog has it; where it was begun and not entered yet, as whoever was
 * stopped half-way leaves it; otherwise on the server with the fewest tenant databases, the first by id among equals. So who
 * asks again for the same name is sent to the same place, whatever was made elsewhere in between.
 */
export const chooseTenantLocation = async (options: MigratorOptions, name: string): Promise<string> => {
  const { known, counts } = await asMigrator(
    options,
    { database: catalogName(options.url), owner: true },
    async (session) => ({
      known: await session<{ location: string }[]>`
        select location from catalog.tenant_database where name = ${name} and kind = 'dedicated'`,
      counts: await session<Count[]>`
        select server, count(*)::int as databases from catalog.tenant_database group by server`,
    }),
  );
  const [entered] = known;
  if (entered !== undefined) return entered.location;
  const servers = tenantServersOf(options).map(([server]) => server);
  if (servers.length > 1) {
    for (const server of servers)
      if (await hasDatabase(onServer(options, server), name)) return locationOf({ server, name });
  }
  const databasesOn = (server: string): number => counts.find((one) => one.server === server)?.databases ?? 0;
  const [fewest] = servers.toSorted((a, b) => databasesOn(a) - databasesOn(b));
  if (fewest === undefined) throw new TypeError("there is no server for tenant databases");
  return locationOf({ server: fewest, name });
};
