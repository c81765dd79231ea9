import { backedUp } from "./backed-up.ts";
import { boundedRoles } from "./bounded-roles.ts";
import { dataProtected } from "./data-protected.ts";
import { deniedToEverybody } from "./denied-to-everybody.ts";
import { encryptedOnTheWay } from "./encrypted-on-the-way.ts";
import { encryptedUnderOwnKey } from "./encrypted-under-own-key.ts";
import { guardedAccount } from "./guarded-account.ts";
import { hardenedContainers } from "./hardened-containers.ts";
import { ignoresListed } from "./ignores-listed.ts";
import type { GraphInvariant, Invariant } from "./invariant.ts";
import { keptLongEnough } from "./kept-long-enough.ts";
import { knownFlows } from "./known-flows.ts";
import { knownTypes } from "./known-types.ts";
import { leastPrivilege } from "./least-privilege.ts";
import { noPublicAddress } from "./no-public-address.ts";
import { noSecretInState } from "./no-secret-in-state.ts";
import { nothingMissing } from "./nothing-missing.ts";
import { privateSubnets } from "./private-subnets.ts";
import { recorded } from "./recorded.ts";
import { staysInRegion } from "./stays-in-region.ts";
import { trustedPrincipals } from "./trusted-principals.ts";
import { uniqueNames } from "./unique-names.ts";
import { regionlessHoldsNothing, workersKeepNothing } from "./workers-keep-nothing.ts";

export type { Finding, GraphInvariant, Invariant, Judged } from "./invariant.ts";

/** What must hold of every stack's graph, a region's stamp or not. */
const ofEveryGraph: readonly GraphInvariant[] = [
  knownTypes,
  uniqueNames,
  ignoresListed,
  noSecretInState,
  workersKeepNothing,
];

/** Everything that must hold of every stamp's graph. */
export const invariants: readonly Invariant[] = [
  ...ofEveryGraph,
  nothingMissing,
  dataProtected,
  backedUp,
  keptLongEnough,
  staysInRegion,
  guardedAccount,
  encryptedUnderOwnKey,
  encryptedOnTheWay,
  deniedToEverybody,
  trustedPrincipals,
  leastPrivilege,
  boundedRoles,
  hardenedContainers,
  knownFlows,
  privateSubnets,
  noPublicAddress,
  recorded,
];

/** Everything that must hold of the graph of a product's region-less host. */
export const regionlessInvariants: readonly GraphInvariant[] = [...ofEveryGraph, regionlessHoldsNothing];
