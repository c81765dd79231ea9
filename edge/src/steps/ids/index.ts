import { next, type Step } from "../../decision.ts";

/** Gives the request an id of its own, on which every answer and record of it agrees. A client's id is never taken. */
export const ids = (): Step =>
  function ids(_request, facts) {
    facts.requestId = crypto.randomUUID();
    return next;
  };
