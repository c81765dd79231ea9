import { at, finding, type Invariant, type Judged } from "./invariant.ts";
import { ownOf } from "./own.ts";
import { unlistedGrantsIn } from "./policy/identity-policy.ts";
import { excessIn } from "./policy/resource-policy.ts";
import { type Policy, policiesIn, type Statement } from "./policy/statement.ts";

export const leastPrivilege: Invariant = {
  id: "least-privilege",
  promise: "No policy allows more than is listed for its holder, on named things or for a reason that is written down.",
  *check(judged) {
    const own = ownOf(judged);
    for (const policy of policiesIn(judged.graph)) {
      for (const one of policy.statements ?? []) {
        const wrongs =
          policy.kind === "identity"
            ? unlistedGrantsIn(holderOf(policy), one, own)
            : excessIn(policy.kind, one, judged.stamp.settings.accountId);
        for (const wrong of wrongs) yield finding(policy.resource, wrong);
      }
    }
    yield* endingOfKeys(judged);
  },
};

/** Name of the role that has the policy, or of the policy where it is a boundary. */
const holderOf = ({ resource }: Policy): string =>
  String(at(resource, resource.type === "aws:iam/rolePolicy:RolePolicy" ? "role" : "name"));

const neverByWorker = ["kms:CreateGrant", "kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"];

/** Who makes keys must not be able to end one, whatever a key's own policy comes to say. */
const endingOfKeys = function* ({ graph }: Judged) {
  for (const policy of policiesIn(graph)) {
    const statements = policy.statements ?? [];
    const makes = statements.some(({ effect, actions }) => effect === "Allow" && actions.includes("kms:CreateKey"));
    if (!makes || policy.resource.type !== "aws:iam/rolePolicy:RolePolicy") continue;
    const missing = neverByWorker.filter((action) => !statements.some((one) => deniesEverywhere(one, action)));
    if (missing.length > 0) yield finding(policy.resource, `makes keys and is not denied ${missing.join(", ")}`);
  }
};

const deniesEverywhere = ({ effect, actions, resources, conditions, exceptions }: Statement, action: string): boolean =>
  effect === "Deny" &&
  actions.includes(action) &&
  resources.includes("*") &&
  conditions.length === 0 &&
  exceptions.length === 0;
