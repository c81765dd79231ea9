import { finding, type Invariant } from "./invariant.ts";
import { strangersIn } from "./policy/principals.ts";
import { policiesIn } from "./policy/statement.ts";

export const trustedPrincipals: Invariant = {
  id: "trusted-principals",
  promise:
    "Policies let in identities of the stamp's own account, and services of AWS that act for that account and no other.",
  *check({ graph, stamp: { settings, region, facts } }) {
    const regions = [region.id, ...(facts.backupCopyRegion === undefined ? [] : [facts.backupCopyRegion])];
    for (const { resource, kind, statements } of policiesIn(graph)) {
      if (statements === undefined) yield finding(resource, "has a policy that cannot be read");
      for (const one of statements ?? []) {
        for (const wrong of strangersIn(kind, one, { accountId: settings.accountId, regions })) {
          yield finding(resource, wrong);
        }
      }
    }
  },
};
