import { joined } from "../joined.ts";
import type { Grant } from "./grant.ts";
import type { RoleFacts } from "./role-facts.ts";

/** A server's first user, whose password RDS keeps. */
export const databaseMaster = "bailiwick_master";

/** Roles of the database that a process signs in as; the core API's migrations make all but the first user. */
export type DatabaseRole =
  | "bailiwick_app"
  | "bailiwick_platform_admin"
  | "bailiwick_migrator"
  | "bailiwick_role_keeper"
  | typeof databaseMaster;

/** Sign-in with tokens of IAM, to the region's own servers and as these roles only. */
export const connectGrant = (
  { arns, databases: { catalog, tenantServers } }: Pick<RoleFacts, "arns" | "databases">,
  roles: readonly DatabaseRole[],
): Grant => ({
  sid: "ConnectToDatabases",
  why: `sign in to the region's databases as ${roles.join(", ")}, with tokens instead of passwords`,
  actions: ["rds-db:connect"],
  resources: [catalog, ...Object.values(tenantServers)].flatMap(({ resourceId }) =>
    roles.map((role) => joined(arns.of("rds-db", "dbuser:"), resourceId, `/${role}`)),
  ),
});
