import { type Check, type Need, NotSo } from "./check.ts";
import { checks } from "./checks/index.ts";
import { createCheckClient } from "./client.ts";
import type { CheckTarget } from "./target.ts";

export type CheckOutcome =
  | { readonly outcome: "passed"; readonly seen: string }
  | { readonly outcome: "failed"; readonly seen: string; readonly remedy: string }
  | { readonly outcome: "left-out"; readonly needs: readonly Need[] };

export type CheckResult = CheckOutcome & Pick<Check, "id" | "title"> & { readonly milliseconds: number };

/** Runs checks one after the other, and yields each result as it is known. A failed one ends none of those after it. */
export async function* runChecks(
  target: CheckTarget,
  selected: readonly Check[] = checks,
): AsyncGenerator<CheckResult, void, undefined> {
  const client = createCheckClient(target);
  for (const check of selected) {
    const { id, title } = check;
    const began = performance.now();
    const outcome = await outcomeOf(check.prepare(target, client));
    yield { id, title, ...outcome, milliseconds: Math.round(performance.now() - began) };
  }
}

const outcomeOf = async (prepared: ReturnType<Check["prepare"]>): Promise<CheckOutcome> => {
  if (!("run" in prepared)) return { outcome: "left-out", needs: prepared };
  try {
    return { outcome: "passed", seen: await prepared.run() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const remedy = error instanceof NotSo ? error.remedy : unreachable;
    return { outcome: "failed", seen: error.message, remedy };
  }
};

const unreachable =
  "See that the name resolves, that the way there is open, that --ca names the right authority, and that the edge runs.";
