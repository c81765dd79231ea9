import * as z from "zod";
import type { CapturedResource } from "../captured.ts";
import { at } from "./invariant.ts";

const container = z.looseObject({
  name: z.string(),
  image: z.string(),
  user: z.string().optional(),
  readonlyRootFilesystem: z.boolean().optional(),
  privileged: z.boolean().optional(),
  essential: z.boolean().optional(),
  entryPoint: z.array(z.string()).optional(),
  linuxParameters: z
    .looseObject({
      capabilities: z
        .looseObject({ add: z.array(z.string()).optional(), drop: z.array(z.string()).optional() })
        .optional(),
    })
    .optional(),
  healthCheck: z.looseObject({ command: z.array(z.string()) }).optional(),
  environment: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
  secrets: z.array(z.looseObject({ name: z.string(), valueFrom: z.string() })).default([]),
  logConfiguration: z
    .looseObject({ logDriver: z.string(), options: z.record(z.string(), z.string()).default({}) })
    .optional(),
});

/** A container as ECS is told of it (API_ContainerDefinition). */
export type Container = z.output<typeof container>;

/** The containers of a task definition; `undefined` where the text is none that ECS would read. */
export const containersOf = (task: CapturedResource): readonly Container[] | undefined => {
  try {
    return z.array(container).parse(JSON.parse(String(at(task, "containerDefinitions"))));
  } catch {
    return undefined;
  }
};
