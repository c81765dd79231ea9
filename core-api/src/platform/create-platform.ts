import type { PinDirectory } from "@bailiwick/contract/pins";
import { createAudit, createPlatformEvents, type TenantSeal } from "./audit/index.ts";
import { adminGuard } from "./auth/admin-guard.ts";
import { createAttempts } from "./auth/attempts.ts";
import { credentialReader } from "./auth/credential.ts";
import { createGuards } from "./auth/guard.ts";
import { createKeyedDigest } from "./auth/keyed-digest.ts";
import { createPasswords } from "./auth/passwords.ts";
import { createSessions } from "./auth/sessions.ts";
import type { Settings } from "./config.ts";
import type { Database } from "./db/index.ts";
import { createTenants } from "./http/tenants.ts";
import type { Log } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createPermissions } from "./permissions/index.ts";
import type { Platform } from "./platform.ts";

export interface PlatformOptions extends Pick<Settings, "product" | "registry" | "region" | "adminKey"> {
  readonly database: Database;
  readonly directory: PinDirectory;
  readonly keys: TenantSeal;
  readonly log: Log;
  /** @default new ones */
  readonly metrics?: Metrics;
}

/** Failed sign-ins for one account, and the time in which they count. */
const maxFailures = 10;
const failureSeconds = 15 * 60;

/** Puts the parts together that modules are made of. Nothing here connects or listens. */
export const createPlatform = (options: PlatformOptions): Platform => {
  const { product, registry, region, adminKey, database, directory, keys, log, metrics = createMetrics() } = options;
  const passwords = createPasswords({ policy: product.passwords });
  const sessions = createSessions({ database, product });
  const readCredential = credentialReader(product.names.sessionCookie);
  const events = createPlatformEvents(database.catalog);
  metrics.gauge("bailiwick_password_hashes_active", "Password hashes at work", () => passwords.load.active);
  metrics.gauge("bailiwick_password_hashes_waiting", "Password hashes in line", () => passwords.load.waiting);

  return {
    product,
    registry,
    region,
    database,
    directory,
    tenants: createTenants({ region: region.id, catalog: database.catalog, directory }),
    passwords,
    keyedDigest: createKeyedDigest(adminKey),
    attempts: createAttempts({ max: maxFailures, windowSeconds: failureSeconds }),
    sessions,
    readCredential,
    guards: { ...createGuards({ sessions, readCredential }), admin: adminGuard({ adminKey, events, log }) },
    permissions: createPermissions(product),
    audit: createAudit({ database, keys }),
    events,
    log,
    metrics,
  };
};
