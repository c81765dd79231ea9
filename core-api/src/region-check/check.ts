import type { CheckClient } from "./client.ts";
import type { CheckTarget } from "./target.ts";

/** What a check may be unable to do without: members of the target that not everybody can give. */
export type Need = "account" | "elsewhere" | "peer" | "tenant";

type Given<Name extends Need> = CheckTarget & { readonly [Member in Name]: NonNullable<CheckTarget[Member]> };

export interface CheckDefinition<Name extends Need> {
  /** Stable, for programs. */
  readonly id: string;
  readonly title: string;
  readonly needs: readonly Name[];
  /** True when nothing after it can be seen where it fails. @default false */
  readonly decides?: boolean;
  /** Checks that must not have failed: what it sends is for nobody but the region itself. @default none */
  readonly trusts?: readonly string[];
  /** Resolves with what was seen, in words. Throws `NotSo` where that is not right. */
  run(target: Given<Name>, client: CheckClient): Promise<string>;
}

/** One thing that is true of every region, as a client sees it. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly decides: boolean;
  readonly trusts: readonly string[];
  /** The check, or what it needs and was not given. */
  prepare(target: CheckTarget, client: CheckClient): { readonly run: () => Promise<string> } | readonly Need[];
}

export const defineCheck = <Name extends Need = never>({
  id,
  title,
  needs,
  decides = false,
  trusts = [],
  run,
}: CheckDefinition<Name>): Check => ({
  id,
  title,
  decides,
  trusts,
  prepare(target, client) {
    return hasGiven(target, needs)
      ? { run: () => run(target, client) }
      : needs.filter((name) => target[name] === undefined);
  },
});

const hasGiven = <Name extends Need>(target: CheckTarget, needs: readonly Name[]): target is Given<Name> =>
  needs.every((name) => target[name] !== undefined);

/** What was seen is not what it should be. */
export class NotSo extends Error {
  override readonly name = "NotSo";
  /** What to do about it. */
  readonly remedy: string;
  constructor(seen: string, remedy: string) {
    super(seen);
    this.remedy = remedy;
  }
}
