import { pinConformance } from "../pins/conformance.ts";
import { hopVectors } from "./hop.ts";
import { type ConformanceResult, runVectors } from "./result.ts";

export type { ConformanceResult } from "./result.ts";

/** Runs every vector in the runtime it is called in: Node, workerd and browsers must all give the same text. */
export const runConformance = (): Promise<readonly ConformanceResult[]> =>
  runVectors([...pinConformance, ...hopVectors]);
