import type { MutationSet } from "./mutation-set.ts";
import { ofData } from "./of-data.ts";
import { ofGrants } from "./of-grants.ts";
import { ofNetwork } from "./of-network.ts";
import { ofPolicies } from "./of-policies.ts";
import { ofRegionless, ofTypes } from "./of-types.ts";
import { ofWorkload } from "./of-workload.ts";

export type { Mutation } from "./change.ts";

/** For stamps: at least one change for each invariant. */
export const mutations: MutationSet = {
  ...ofTypes,
  ...ofPolicies,
  ...ofGrants,
  ...ofData,
  ...ofNetwork,
  ...ofWorkload,
};

/** For a product's region-less host. */
export const regionlessMutations: MutationSet = ofRegionless;
