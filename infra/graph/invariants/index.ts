import { dataProtected } from "./data-protected.ts";
import { encryptedOnTheWay } from "./encrypted-on-the-way.ts";
import { encryptedUnderOwnKey } from "./encrypted-under-own-key.ts";
import { guardedAccount } from "./guarded-account.ts";
import { hardenedContainers } from "./hardened-containers.ts";
import type { Invariant } from "./invariant.ts";
import { keptLongEnough } from "./kept-long-enough.ts";
import { leastPrivilege } from "./least-privilege.ts";
import { noPublicAddress } from "./no-public-address.ts";
import { noSecretInState } from "./no-secret-in-state.ts";
import { recorded } from "./recorded.ts";
import { staysInRegion } from "./stays-in-region.ts";
import { uniqueNames } from "./unique-names.ts";

export type { Finding, Invariant, Judged } from "./invariant.ts";

/** Everything that must hold of every stack's graph. */
export const invariants: readonly Invariant[] = [
  uniqueNames,
  dataProtected,
  staysInRegion,
  encryptedUnderOwnKey,
  noPublicAddress,
  keptLongEnough,
  encryptedOnTheWay,
  hardenedContainers,
  leastPrivilege,
  guardedAccount,
  noSecretInState,
  recorded,
];
