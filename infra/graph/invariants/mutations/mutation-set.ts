import type { Mutation } from "./change.ts";

/** By invariant: changes of which each alone must turn that invariant red. */
export type MutationSet = Readonly<Record<string, Readonly<Record<string, Mutation>>>>;
