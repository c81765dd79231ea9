import type { Product } from "@bailiwick/contract/product";
import type { Region, Registry } from "@bailiwick/contract/region";
import type { Telemetry } from "@bailiwick/contract/telemetry";
import type { AwsPlace } from "./aws/client-options.ts";
import { readAwsPlace } from "./config/aws-place.ts";
import {
  type AuditBucketSettings,
  type BlobStoreSettings,
  readAuditBucket,
  readBlobStore,
} from "./config/blob-store.ts";
import { bytes } from "./config/bytes.ts";
import {
  readDatabaseIam,
  readDatabases,
  readRolePassword,
  readRolePasswords,
  readSuperuserUrl,
  readTenantSuperusers,
} from "./config/database.ts";
import {
  type KeyServiceSettings,
  readKeyService,
  readTenantKeyAliasPrefix,
  readTenantKeyStack,
} from "./config/key-service.ts";
import { type ListenSettings, readListen, readMetricsListen } from "./config/listen.ts";
import { type Place, readPlace } from "./config/place.ts";
import { readProduct, readTelemetry } from "./config/product.ts";
import { type RegionSecretsSettings, readPinPublicKeyId, readRegionSecrets } from "./config/region-secrets.ts";
import { readRegion, readRegistry } from "./config/registry.ts";
import { readTls, type TlsIdentity } from "./config/tls.ts";
import type { DatabaseServers, Password, RolePasswords } from "./db/index.ts";
import { ConfigError, createEnvironment, type Environment, type Variables } from "./environment.ts";
import { StartFailure } from "./start-failure.ts";

export { ConfigError } from "./environment.ts";

export interface EdgeSecret {
  readonly id: string;
  readonly secret: Uint8Array<ArrayBuffer>;
}

/** Everything a process of the core API can be told from outside, by the name under which it asks for it. */
export interface Settings {
  readonly product: Product;
  /** Whether anything may be told to the vendor. */
  readonly telemetry: Telemetry;
  readonly registry: Registry;
  readonly region: Region;
  readonly listen: ListenSettings;
  /** Of a process that serves nothing else; absent where nobody asks. */
  readonly metricsListen: ListenSettings | undefined;
  /** To listen with HTTPS; absent for plain HTTP. */
  readonly tls: TlsIdentity | undefined;
  readonly databases: DatabaseServers;
  /** Makes tokens where the roles sign in with IAM; absent where they have passwords. */
  readonly databaseIam: Password | undefined;
  /** How long a start waits for a database that is not there yet. */
  readonly databaseWaitSeconds: number;
  readonly appPassword: Password;
  readonly adminPassword: Password;
  readonly migratorPassword: Password;
  /** To give to the roles; absent where they sign in with IAM. */
  readonly rolePasswords: RolePasswords | undefined;
  readonly superuserUrl: string;
  /** The same for each server of tenant databases, by its id. */
  readonly tenantSuperusers: Readonly<Record<string, string>>;
  readonly regionSecrets: RegionSecretsSettings;
  readonly place: Place;
  readonly pinPublicKeyId: string;
  readonly aws: AwsPlace;
  /** Of this region's pin map; absent where only the list of regions has it. */
  readonly pinPublicKey: string | undefined;
  readonly keyService: KeyServiceSettings;
  /** Of the keys that tenants have of their own; absent where one operator's key wraps everything. */
  readonly tenantKeyAliasPrefix: string | undefined;
  /** Stack that those keys are tagged with; absent as the prefix is. */
  readonly tenantKeyStack: string | undefined;
  readonly edgeKeys: readonly [EdgeSecret, ...EdgeSecret[]];
  /** Ed25519, pkcs8, base64url. */
  readonly pinPrivateKey: string;
  readonly pinPepper: Uint8Array<ArrayBuffer>;
  readonly adminKey: string;
  readonly blobStore: BlobStoreSettings;
  readonly auditBucket: AuditBucketSettings | undefined;
  readonly logLevel: LogLevel;
  /** Stop when stdin closes: the parent that holds the other end is gone. */
  readonly stopWithParent: boolean;
}

export type SettingName = keyof Settings;
export type LogLevel = (typeof logLevels)[number];

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/**
 * Reads the settings a process needs, and only those. Throws `ConfigError` with a sentence for everything that is
 * wrong, not only for the first.
 */
export const readConfig = async <const Name extends SettingName>(
  variables: Variables,
  names: readonly Name[],
): Promise<Pick<Settings, Name>> => {
  const environment = createEnvironment(variables);
  const found: Partial<Record<SettingName, unknown>> = {};
  for (const name of names) found[name] = await readers[name](environment);
  if (environment.problems.length > 0) throw new ConfigError([...new Set(environment.problems)]);
  return found as Pick<Settings, Name>;
};

/** Runs `start`; prints the sentences of a `ConfigError` on stderr and ends with status 2, that of a `StartFailure` with 1. */
export const startOrExplain = async (start: () => Promise<unknown>): Promise<void> => {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
};

type Readers = { readonly [Name in SettingName]: (from: Environment) => unknown };

const readers: Readers = {
  product: readProduct,
  telemetry: readTelemetry,
  registry: readRegistry,
  region: readRegion,
  listen: readListen,
  metricsListen: readMetricsListen,
  tls: readTls,
  databases: readDatabases,
  databaseIam: readDatabaseIam,
  databaseWaitSeconds(from) {
    const value = from.optional("BAILIWICK_DATABASE_WAIT_SECONDS") ?? "60";
    if (/^\d{1,4}$/.test(value)) return Number(value);
    return from.refuse("BAILIWICK_DATABASE_WAIT_SECONDS", "must be a number of seconds up to 9999.");
  },
  appPassword: readRolePassword("app"),
  adminPassword: readRolePassword("platformAdmin"),
  migratorPassword: readRolePassword("migrator"),
  rolePasswords: readRolePasswords,
  superuserUrl: readSuperuserUrl,
  tenantSuperusers: readTenantSuperusers,
  regionSecrets: readRegionSecrets,
  place: readPlace,
  pinPublicKeyId: readPinPublicKeyId,
  aws: readAwsPlace,
  pinPublicKey: (from) => from.optionalSecret("BAILIWICK_PIN_PUBLIC_KEY"),
  keyService: readKeyService,
  tenantKeyAliasPrefix: readTenantKeyAliasPrefix,
  tenantKeyStack: readTenantKeyStack,
  edgeKeys: readEdgeKeys,
  pinPrivateKey(from) {
    const value = from.secret("BAILIWICK_PIN_PRIVATE_KEY");
    if (value === undefined || /^[A-Za-z0-9_-]{60,}$/.test(value)) return value;
    return from.refuse("BAILIWICK_PIN_PRIVATE_KEY", "must be an Ed25519 key in PKCS#8, as base64url.");
  },
  pinPepper(from) {
    const value = from.secret("BAILIWICK_PIN_PEPPER");
    if (value === undefined) return undefined;
    return bytes(value, "base64url", 32) ?? from.refuse("BAILIWICK_PIN_PEPPER", "must be 32 bytes as base64url.");
  },
  adminKey(from) {
    const value = from.secret("BAILIWICK_ADMIN_KEY");
    if (value === undefined || value.length >= 32) return value;
    return from.refuse("BAILIWICK_ADMIN_KEY", "must have at least 32 characters.");
  },
  blobStore: readBlobStore,
  auditBucket: readAuditBucket,
  logLevel(from) {
    const value = from.optional("BAILIWICK_LOG_LEVEL") ?? "info";
    if (logLevels.some((level) => level === value)) return value;
    return from.refuse("BAILIWICK_LOG_LEVEL", `must be one of ${logLevels.join(", ")}.`);
  },
  stopWithParent: (from) => from.optional("BAILIWICK_PARENT_PIPE") === "stdin",
};

function readEdgeKeys(from: Environment): readonly EdgeSecret[] | undefined {
  const name = "BAILIWICK_EDGE_KEYS";
  const value = from.secret(name);
  if (value === undefined) return undefined;
  const wrong = 'must be a JSON list of one or two {"id", "secret"}, each secret 32 bytes or more as base64url.';
  let list: unknown;
  try {
    list = JSON.parse(value);
  } catch {
    return from.refuse(name, wrong);
  }
  if (!Array.isArray(list) || list.length < 1 || list.length > 2) return from.refuse(name, wrong);
  const keys = list.flatMap((entry: { id?: unknown; secret?: unknown } | null) => {
    if (typeof entry?.id !== "string" || !/^[\w.-]{1,64}$/.test(entry.id)) return [];
    const secret = typeof entry.secret === "string" ? bytes(entry.secret, "base64url", 32, 1024) : undefined;
    return secret === undefined ? [] : [{ id: entry.id, secret }];
  });
  const distinct = new Set(keys.map(({ id }) => id)).size;
  return distinct === list.length ? keys : from.refuse(name, wrong);
}
