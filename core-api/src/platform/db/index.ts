export { type BootstrapOptions, bootstrapDatabases } from "./bootstrap.ts";
export { chooseTenantLocation } from "./choose-server.ts";
export { type CallArgument, connectDatabase, type Database, type DatabaseOptions } from "./database.ts";
export {
  appendOnlyState,
  ConnectionLost,
  isConnectionLost,
  isDataException,
  isUniqueViolation,
  OrgUnset,
  PoolBusy,
  ScopeEnded,
  StatementTimeout,
  TransactionRolledBack,
} from "./errors.ts";
export type { Login, LoginMethod, Password } from "./login.ts";
export type { MigrationReport, MigratorOptions } from "./migrate.ts";
export { type MigrateAllOptions, migrateAll } from "./migrate-all.ts";
export { MigrationRefused } from "./migration-refused.ts";
export { connectPlatform, type Platform, type PlatformOptions } from "./platform.ts";
export { type RdsTokenOptions, rdsTokens } from "./rds-tokens.ts";
export type { RolePasswords } from "./roles.ts";
export type { ReservedSession, Sql } from "./safe-client.ts";
export { isDatabaseName, isUuid, type OrgScope } from "./scope.ts";
export { catalogName, parseServerAddress } from "./server-address.ts";
export {
  type DatabaseServers,
  isServerId,
  locationOf,
  mainServer,
  parseLocation,
  type TenantPlace,
  tenantServersOf,
} from "./servers.ts";
export { ensureTenantDatabase, type TenantDatabase, templateDatabase } from "./tenant-database.ts";
export type { Tx } from "./transaction.ts";
export { type WaitOptions, waitForDatabase } from "./wait.ts";
