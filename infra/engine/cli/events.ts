import { readFileSync, rmSync } from "node:fs";
import * as z from "zod";

const metadata = z.object({ op: z.string(), urn: z.string(), type: z.string() });
const event = z.object({
  resourcePreEvent: z.object({ metadata }).optional(),
  resOutputsEvent: z.object({ metadata }).optional(),
  diagnosticEvent: z.object({ severity: z.string(), message: z.string(), urn: z.string().optional() }).optional(),
  summaryEvent: z.object({ resourceChanges: z.record(z.string(), z.number()) }).optional(),
});

/** URN of one of the program's own components. */
const ofComponent = /[:$]bailiwick:[\w-]+:\w+::[^:]*$/;

/** What the engine said it did, or would do. */
export interface EngineEvents {
  /** Number of resources by operation: `same`, `create`, `update`, `replace`, `delete`. */
  readonly changes: Readonly<Record<string, number>>;
  /** Operations other than `same`, as `<operation> <urn>`. */
  readonly operations: readonly string[];
  /** Of the engine and the providers; not what the program itself tells its reader, by a component of its own. */
  readonly warnings: readonly string[];
}

/** Reads and removes the event log of one command. */
export const readEvents = (path: string): EngineEvents => {
  const events = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => event.parse(JSON.parse(line)));
  rmSync(path);
  return {
    changes: events.findLast(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges ?? {},
    operations: events
      .flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? [])
      .filter(({ op }) => op !== "same")
      .map(({ op, urn }) => `${op} ${urn}`),
    warnings: events
      .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
      .filter(({ severity, urn = "" }) => severity === "warning" && !ofComponent.test(urn))
      .map(({ message }) => message.trim()),
  };
};
