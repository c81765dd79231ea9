import { next, refuse, type Step } from "../../decision.ts";
import type { Platform } from "../../platform/index.ts";
import { problemText } from "../../problem.ts";

/** Establishes who is asking, by the platform's own word. A request without an address goes nowhere: it has no limits. */
export const clientAddress = ({ clientAddress: addressOf }: Platform): Step => {
  const noAddress = refuse(problemText("bad-request", "The client's address cannot be established."));
  return function clientAddress(request, facts) {
    facts.address = addressOf(request);
    return facts.address === undefined ? noAddress : next;
  };
};
