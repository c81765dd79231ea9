import type { Draft } from "./sample-product.ts";

/** The value, which the sample is known to have. */
export const present = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error("the sample lacks what this test changes");
  return value;
};

export const plan = (draft: Draft, id: string): Draft["plans"][string] => present(draft.plans[id]);

export const role = (draft: Draft, id: string): Draft["roles"][string] => present(draft.roles[id]);
