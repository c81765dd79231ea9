import { type Check, type Need, NotSo } from "./check.ts";
import { checks } from "./checks/index.ts";
import { createCheckClient } from "./client.ts";
import type { CheckTarget } from "./target.ts";

export type CheckOutcome =
  | { readonly outcome: "passed"; readonly seen: string }
  | { readonly outcome: "failed"; readonly seen: string; readonly remedy: string }
  /** For want of what it needs, or because of a check that failed before. */
  | { readonly outcome: "left-out"; readonly needs: readonly Need[]; readonly after?: string };

export type CheckResult = CheckOutcome & Pick<Check, "id" | "title"> & { readonly milliseconds: number };

/**
 * Runs checks one after the other, and yields each result as it is known. A failed one ends none of those after it, but for
 * one that decides whether anything can be seen.
 */
export async function* runChecks(
  target: CheckTarget,
  selected: readonly Check[] = checks,
): AsyncGenerator<CheckResult, void, undefined> {
  const client = createCheckClient(target);
  const failed = new Map<string, string>();
  for (const check of selected) {
    const { id, title, decides, trusts } = check;
    const began = performance.now();
    const doubted = trusts.find((trusted) => failed.has(trusted));
    const prepared = check.prepare(target, client);
    const outcome: CheckOutcome =
      doubted !== undefined && "run" in prepared
        ? { outcome: "left-out", needs: [], after: failed.get(doubted) ?? doubted }
        : await outcomeOf(prepared);
    yield { id, title, ...outcome, milliseconds: Math.round(performance.now() - began) };
    if (outcome.outcome !== "failed") continue;
    failed.set(id, title);
    if (decides) return;
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
