import type { PolicyDocument } from "../policies/document.ts";
import { type Grant, policyOfGrants } from "../policies/grant.ts";

/** Characters that IAM takes in a managed policy; white space does not count. */
export const managedPolicySize = 6_144;

/** As few managed policies as the statements fit into, in their order. Throws `RangeError` for one that fits in none. */
export const splitPolicies = (grants: readonly Grant[]): readonly PolicyDocument[] => {
  const parts: Grant[][] = [];
  for (const grant of grants) {
    const last = parts.at(-1);
    if (last !== undefined && sizeOf([...last, grant]) <= managedPolicySize) last.push(grant);
    else parts.push([grant]);
    if (sizeOf([grant]) > managedPolicySize) throw new RangeError(`${grant.sid} fits in no policy`);
  }
  return parts.map(policyOfGrants);
};

const sizeOf = (grants: readonly Grant[]): number => JSON.stringify(policyOfGrants(grants)).length;
