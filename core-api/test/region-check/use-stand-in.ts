import { afterEach } from "vitest";
import { type CheckResult, type CheckTarget, checks, runChecks } from "../../src/region-check/index.ts";
import { type StandIn, type StandInFault, startStandIn } from "./stand-in.ts";

let standIn: StandIn | undefined;

/** Gives every test of a file a stand-in of its own, which ends with it. */
export const useStandIn = (): ((fault?: StandInFault) => Promise<StandIn>) => {
  afterEach(async () => {
    await standIn?.close();
    standIn = undefined;
  });
  return async (fault = {}) => {
    standIn = await startStandIn(fault);
    return standIn;
  };
};

/** Results of the checks with these ids, or of all. */
export const resultsOf = async (target: CheckTarget, ids?: readonly string[]): Promise<readonly CheckResult[]> => {
  const results: CheckResult[] = [];
  const selected = ids === undefined ? checks : checks.filter(({ id }) => ids.includes(id));
  for await (const result of runChecks(target, selected)) results.push(result);
  return results;
};

/** All but the one that waits. */
export const quick: readonly string[] = checks.map(({ id }) => id).filter((id) => id !== "sign-in-limit");
