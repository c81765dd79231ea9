import type { EdgeConfig } from "./config.ts";
import { createCors } from "./cors.ts";
import { type Decision, refuse, type Step } from "./decision.ts";
import { type Facts, newFacts } from "./facts.ts";
import { log } from "./log.ts";
import { problemText } from "./problem.ts";
import { type Respond, respond } from "./steps/respond/index.ts";

/** Answers one request. `waitUntil` keeps the isolate alive for work that outlives the answer. */
export type Edge = (
  request: Request,
  context: { waitUntil(work: Promise<unknown>): void },
) => Response | Promise<Response>;

const broken = refuse(problemText("internal"));
const fallThrough = refuse(problemText("not-found"));

/** Runs `steps` in order until one ends the request. Nothing is awaited that is not a promise. */
export const run = ({ hsts, names, registry }: EdgeConfig, steps: readonly Step[]): Edge => {
  const { regionEndpointHeader } = names;
  const finish = respond({ hsts, regionEndpointHeader, cors: createCors(registry) });

  return function edge(request, context) {
    const facts = newFacts((work) => context.waitUntil(work));
    try {
      return walk(steps, 0, request, facts, finish);
    } catch (error) {
      return failed(error, request, facts, finish);
    }
  };
};

const walk = (
  steps: readonly Step[],
  from: number,
  request: Request,
  facts: Facts,
  finish: Respond,
): Response | Promise<Response> => {
  for (let at = from; at < steps.length; at++) {
    const decision = (steps[at] as Step)(request, facts);
    if (decision instanceof Promise) return resume(decision, steps, at + 1, request, facts, finish);
    if (decision.kind !== "continue") return finish(decision, request, facts);
  }
  return finish(fallThrough, request, facts);
};

const resume = async (
  pending: Promise<Decision>,
  steps: readonly Step[],
  from: number,
  request: Request,
  facts: Facts,
  finish: Respond,
): Promise<Response> => {
  try {
    const decision = await pending;
    if (decision.kind !== "continue") return finish(decision, request, facts);
    return await walk(steps, from, request, facts, finish);
  } catch (error) {
    return failed(error, request, facts, finish);
  }
};

const failed = (error: unknown, request: Request, facts: Facts, finish: Respond): Response => {
  log("error", "edge.failed", { requestId: facts.requestId, detail: error instanceof Error ? error.stack : "unknown" });
  return finish(broken, request, facts);
};
