import * as z from "zod";
import { type CapturedGraph, ofType } from "../../infra/graph/captured.ts";
import type { DeclaredTask } from "./definition.ts";

const taskDefinition = z.looseObject({
  family: z.string(),
  memory: z.string(),
  volumes: z.array(z.strictObject({ name: z.string() })),
  containerDefinitions: z.string(),
});

/** Every task definition of a graph. */
export const declaredTasks = (graph: CapturedGraph): readonly DeclaredTask[] =>
  ofType(graph, "aws:ecs/taskDefinition:TaskDefinition").map(({ inputs }) => taskDefinition.parse(inputs));

/** The one whose family ends with `part`. Throws `RangeError` where there is none. */
export const declaredTask = (graph: CapturedGraph, part: string): DeclaredTask => {
  const found = declaredTasks(graph).find(({ family }) => family.endsWith(`-${part}`));
  if (found === undefined) throw new RangeError(`the graph of ${graph.stack} has no task ${part}`);
  return found;
};
