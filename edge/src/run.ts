import type { EdgeConfig } from "./config.ts";
import { createCors } from "./cors.ts";
import { type Decision, refuse, type Step } from "./decision.ts";
import { Facts } from "./facts.ts";
import { log } from "./log.ts";
import { problemText } from "./problem.ts";
import { respond } from "./steps/respond/index.ts";

/** Answers one request. `waitUntil` keeps the isolate alive for work that outlives the answer. */
export type Edge = (
  request: Request,
  context: { waitUntil(work: Promise<unknown>): void },
) => Response | Promise<Response>;

const broken = refuse(problemText("internal"));
const fallThrough = refuse(problemText("not-found"));

/** Runs `steps` in order until one ends the request. Nothing is awaited that is not a promise. */
export const run = ({ hsts, names, registry }: EdgeConfig, steps: readonly Step[]): Edge => {
  const finish = respond({ hsts, regionEndpointHeader: names.regionEndpointHeader, cors: createCors(registry) });

  return function edge(request, context) {
    const facts = new Facts((work) => context.waitUntil(work));
    try {
      return walk(0, request, facts);
    } catch (error) {
      return failed(error, request, facts);
    }
  };

  function walk(from: number, request: Request, facts: Facts): Response | Promise<Response> {
    for (let at = from; at < steps.length; at++) {
      const decision = (steps[at] as Step)(request, facts);
      if (decision instanceof Promise) return resume(decision, at + 1, request, facts);
      if (decision.kind !== "continue") return finish(decision, request, facts);
    }
    return finish(fallThrough, request, facts);
  }

  async function resume(pending: Promise<Decision>, from: number, request: Request, facts: Facts): Promise<Response> {
    try {
      const decision = await pending;
      return decision.kind === "continue" ? await walk(from, request, facts) : finish(decision, request, facts);
    } catch (error) {
      return failed(error, request, facts);
    }
  }

  function failed(error: unknown, request: Request, facts: Facts): Response {
    log("error", "edge.failed", {
      requestId: facts.requestId,
      detail: error instanceof Error ? error.stack : "unknown",
    });
    return finish(broken, request, facts);
  }
};
