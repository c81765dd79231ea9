import { type Resource, Stash } from "@pulumi/pulumi";

/**
 * Refuses `pulumi destroy` of an active stamp before anything is touched. Protection of data alone comes too late: a destroy
 * without its preview takes away what stands on the data first, the whole workload, and only then meets the protection. What
 * depends on everything is what a destroy begins with; while it is protected, a destroy ends where it began.
 */
export const holdTogether = (active: boolean, everything: readonly Resource[]): void => {
  new Stash(
    "held-until-decommissioning",
    { input: "Set lifecycle: decommissioning and run pulumi up before pulumi destroy." },
    { protect: active, dependsOn: [...everything] },
  );
};
