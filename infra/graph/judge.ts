import type { LoadedStack } from "../config/load.ts";
import type { CapturedGraph } from "./captured.ts";
import { type Finding, invariants, regionlessInvariants } from "./invariants/index.ts";

/** A promise that a stack's graph keeps or breaks. */
export interface Verdict {
  /** Such as `data-protected`. */
  readonly id: string;
  /** The promise in one sentence. */
  readonly promise: string;
  /** What breaks it; nothing where it holds. */
  readonly findings: readonly Finding[];
}

export interface JudgedFinding {
  /** Of the promise that is broken. */
  readonly id: string;
  /** Logical name of the resource that breaks it, or the part of the stack that something is missing from. */
  readonly resource: string;
  /** A whole sentence about the resource. */
  readonly sentence: string;
}

/** Judges a stack's graph by every promise that applies to a stack of its kind, in a fixed order. */
export const verdictsOn = (graph: CapturedGraph, stack: LoadedStack): readonly Verdict[] =>
  stack.kind === "stamp"
    ? invariants.map(({ id, promise, check }) => ({ id, promise, findings: [...check({ graph, stamp: stack.stamp })] }))
    : regionlessInvariants.map(({ id, promise, check }) => ({ id, promise, findings: [...check({ graph })] }));

/** Everything that is wrong with a stack's graph; nothing where every promise holds. */
export const judge = (graph: CapturedGraph, stack: LoadedStack): readonly JudgedFinding[] =>
  verdictsOn(graph, stack).flatMap(({ id, findings }) =>
    findings.map(({ resource, wrong }) => ({ id, resource, sentence: `${resource} ${wrong}.` })),
  );
