import { oneOf } from "@bailiwick/contract/problems-found";
import { problem, type Rule } from "./rule.ts";

/** Memory in MiB that Fargate offers for a number of CPU units, within the sizes of the schema. */
const memoryFor: Readonly<Record<string, readonly string[]>> = {
  "256": ["512", "1024", "2048"],
  "512": ["1024", "2048", "4096"],
  "1024": ["2048", "4096", "8192"],
  "2048": ["4096", "8192"],
  "4096": ["8192"],
};

export const fargateOffers: Rule = function* ({ settings: { capacity } }) {
  for (const [task, size] of Object.entries(capacity)) {
    if (size === undefined) continue;
    const offered = memoryFor[size.cpu] ?? [];
    if (!offered.includes(size.memory)) {
      yield problem(
        `capacity.${task}.memory`,
        `must be ${oneOf(offered)} for ${size.cpu} CPU units, not "${size.memory}"`,
      );
    }
    if (size.min > size.max) yield problem(`capacity.${task}.min`, `must be at most max, ${size.max}, not ${size.min}`);
  }
  if (capacity.worker !== undefined && capacity.worker.max > 4) {
    yield problem("capacity.worker.max", `must be at most 4, not ${capacity.worker.max}: workers share one queue`);
  }
};
