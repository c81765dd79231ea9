import { type Cors, grant } from "../../cors.ts";
import { answer, next, type Step } from "../../decision.ts";

/** Seconds a browser may remember what the product's own pages are allowed. */
const remembered = 600;

/**
 * Answers the preflight of a request that this region would serve (Fetch standard, section 3.2.2): pages of the product
 * are allowed, others are not, whoever's credential they hold. A page elsewhere would else be a way around an address rule.
 */
export const preflight = (cors: Cors): Step =>
  function preflight(request, facts) {
    if (!facts.preflight) return next;
    const headers = new Headers();
    const origin = request.headers.get("origin");
    if (origin !== null && cors.isOwn(origin, facts)) grant(headers, remembered);
    return answer(new Response(null, { status: 204, headers }));
  };
