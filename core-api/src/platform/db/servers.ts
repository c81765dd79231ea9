import { isDatabaseName } from "./scope.ts";

/** Where the databases of a region are. */
export interface DatabaseServers {
  /** Server of the catalog, `postgres://host:port`, with `?sslmode=verify-full` for TLS; a path names the catalog database. */
  readonly url: string;
  /** PEM: certificates that servers' must lead to. @default those that Node trusts */
  readonly authority?: string | undefined;
  /** Servers of tenant databases by id. @default the catalog's, as `main` */
  readonly tenantServers?: Readonly<Record<string, string>> | undefined;
}

/** Id of the catalog's own server among those of tenant databases. */
export const mainServer = "main";

const serverPattern = /^[a-z][a-z0-9-]{0,31}$/;

/** True when `value` can be the id of a server of tenant databases. */
export const isServerId = (value: string): boolean => serverPattern.test(value);

/** Servers of tenant databases by id, in the order of their ids. */
export const tenantServersOf = ({ url, tenantServers }: DatabaseServers): readonly (readonly [string, string])[] =>
  Object.entries(tenantServers ?? { [mainServer]: url }).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** A tenant database and the server it is on. */
export interface TenantPlace {
  readonly server: string;
  readonly name: string;
}

/**
 * What a tenant database is called by everywhere outside this folder, so that no name goes without its server: `<name>` on
 * `main`, `<server>/<name>` elsewhere, as `catalog.tenant_database.location` has it.
 */
export const locationOf = ({ server, name }: TenantPlace): string =>
  server === mainServer ? name : `${server}/${name}`;

/** Throws `TypeError` for a text that is no location. */
export const parseLocation = (location: string): TenantPlace => {
  const slash = location.indexOf("/");
  const place =
    slash === -1
      ? { server: mainServer, name: location }
      : { server: location.slice(0, slash), name: location.slice(slash + 1) };
  if (isServerId(place.server) && isDatabaseName(place.name)) return place;
  throw new TypeError(`"${location}" is not the location of a database`);
};

/** Address of a server of tenant databases. Throws `TypeError` for one that this process was not told of. */
export const tenantServerUrl = (servers: DatabaseServers, server: string): string => {
  const url =
    servers.tenantServers === undefined && server === mainServer ? servers.url : servers.tenantServers?.[server];
  if (url === undefined)
    throw new TypeError(`there is no database server ${server} among those of BAILIWICK_TENANT_SERVERS`);
  return url;
};
