import type { PinDirectory } from "@bailiwick/contract/pins";
import type { Product } from "@bailiwick/contract/product";
import type { Region, Registry } from "@bailiwick/contract/region";
import type { Audit, PlatformEvents } from "./audit/index.ts";
import type { Attempts } from "./auth/attempts.ts";
import type { credentialReader } from "./auth/credential.ts";
import type { Guards } from "./auth/guard.ts";
import type { KeyedDigest } from "./auth/keyed-digest.ts";
import type { Passwords } from "./auth/passwords.ts";
import type { Sessions } from "./auth/sessions.ts";
import type { Database } from "./db/index.ts";
import type { Tenants } from "./http/tenants.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Permissions } from "./permissions/index.ts";

/** What modules are made of. Each takes the parts it needs and names them by `Pick`. */
export interface Platform {
  readonly product: Product;
  readonly registry: Registry;
  readonly region: Region;
  readonly database: Database;
  readonly directory: PinDirectory;
  readonly tenants: Tenants;
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  /** Under a secret of this region's API. */
  readonly keyedDigest: KeyedDigest;
  readonly sessions: Sessions;
  readonly readCredential: ReturnType<typeof credentialReader>;
  readonly guards: Guards;
  readonly permissions: Permissions;
  readonly audit: Audit;
  readonly events: PlatformEvents;
  readonly log: Log;
  readonly metrics: Metrics;
}
