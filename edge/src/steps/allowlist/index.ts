import type { Address } from "@bailiwick/contract/address";
import { noTenant } from "@bailiwick/contract/signature";
import { next, refuse, type Step } from "../../decision.ts";
import type { PolicyStore } from "../../policies/store.ts";
import { problemText } from "../../problem.ts";

/** Refuses an address that the tenant does not allow, before a credential is looked at. Unknown rules let nobody in. */
export const allowlist = (policies: PolicyStore): Step => {
  const refused = refuse(problemText("address-not-allowed"));
  const unavailable = refuse(problemText("unavailable", "The tenant's address rules cannot be established."), {
    "retry-after": "5",
  });
  return function allowlist(_request, { tenant, address }) {
    if (tenant === noTenant) return next;
    const verdict = policies.check(tenant, address as Address);
    return verdict === "allowed" ? next : verdict === "refused" ? refused : unavailable;
  };
};
