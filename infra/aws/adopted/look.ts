import type { FoundProblem } from "@bailiwick/contract/problems-found";
import type { InvokeOptions } from "@pulumi/pulumi";
import { problem } from "../../config/rules/rule.ts";
import type { AwsStamp } from "../../config/stamp-facts.ts";

/** What of a part that is there already does not suit the stamp. Looks only; `as` says by which provider. */
export type Check = (stamp: AwsStamp, as: InvokeOptions) => Promise<readonly FoundProblem[]>;

export interface LookOptions<Found> {
  /** Where the stack file names what is looked at. */
  readonly path: string;
  readonly find: () => Promise<Found>;
  /** A sentence's end for everything that is wrong with it: the path begins the sentence. */
  readonly judge: (found: Found) => Iterable<string>;
  /** What an error says when it is no problem. */
  readonly unless?: RegExp;
}

/** Looks at one thing. What cannot be looked at cannot be relied on: it is a problem of its own. */
export const look = async <Found>({
  path,
  find,
  judge,
  unless,
}: LookOptions<Found>): Promise<readonly FoundProblem[]> => {
  let found: Found;
  try {
    found = await find();
  } catch (error) {
    const reason = reasonOf(error);
    return unless?.test(reason) ? [] : [problem(path, `cannot be looked at: ${reason}`)];
  }
  return [...judge(found)].map((must) => problem(path, must));
};

/** What AWS said, without the layers that handed it on. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replaceAll(/\s+/g, " ")
    .replace(/^(invocation of \S+ returned an error: )?(invoking \S+: )?(\d+ errors? occurred: ?\* )?/i, "")
    .replace(/\.? ?$/, "");

/** All at the same time, all problems together, in the order of the checks. */
export const together = async (checks: readonly Promise<readonly FoundProblem[]>[]): Promise<readonly FoundProblem[]> =>
  (await Promise.all(checks)).flat();
