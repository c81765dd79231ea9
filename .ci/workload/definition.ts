import { z } from "zod";

/** Every field that a definition may have here: one that the harness would pass over is refused, not ignored. */
const container = z.strictObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  entryPoint: z.array(z.string()).optional(),
  essential: z.boolean().default(true),
  user: z.string().optional(),
  readonlyRootFilesystem: z.boolean().default(false),
  /** MiB, of this container alone. */
  memory: z.number().int().optional(),
  linuxParameters: z
    .strictObject({
      capabilities: z.strictObject({ drop: z.array(z.string()) }),
      initProcessEnabled: z.boolean().optional(),
    })
    .optional(),
  mountPoints: z
    .array(
      z.strictObject({ sourceVolume: z.string(), containerPath: z.string(), readOnly: z.boolean().default(false) }),
    )
    .default([]),
  portMappings: z.array(z.strictObject({ containerPort: z.number().int(), protocol: z.literal("tcp") })).default([]),
  healthCheck: z
    .strictObject({
      command: z.array(z.string()),
      interval: z.number().default(30),
      timeout: z.number().default(5),
      retries: z.number().default(3),
      startPeriod: z.number().default(0),
    })
    .optional(),
  environment: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
  secrets: z.array(z.strictObject({ name: z.string(), valueFrom: z.string() })).default([]),
  /** Seconds between SIGTERM and SIGKILL. */
  stopTimeout: z.number().default(30),
  dependsOn: z
    .array(
      z.strictObject({ containerName: z.string(), condition: z.enum(["START", "COMPLETE", "SUCCESS", "HEALTHY"]) }),
    )
    .default([]),
  /** Where CloudWatch would have the output; here the harness has it. */
  logConfiguration: z
    .strictObject({ logDriver: z.literal("awslogs"), options: z.record(z.string(), z.string()) })
    .optional(),
});

const task = z.strictObject({
  family: z.string(),
  /** MiB for all containers together, as text like the definition has it. */
  memory: z.string().regex(/^\d+$/),
  volumes: z.array(z.strictObject({ name: z.string() })).default([]),
  containers: z.array(container).min(1),
});

/** A container of a task definition of ECS (API_ContainerDefinition), with what ECS takes for what is left out. */
export type ContainerDefinition = z.output<typeof container>;
export type TaskDefinition = z.output<typeof task>;

/** A task definition as it stands in a graph: `containerDefinitions` is JSON text there. */
export interface DeclaredTask {
  readonly family: string;
  readonly memory: string;
  readonly volumes?: readonly { readonly name: string }[];
  readonly containerDefinitions: string;
}

/** Reads a task definition. Throws `ZodError` for what ECS would refuse and for fields that the harness does not carry out. */
export const parseTask = ({ family, memory, volumes, containerDefinitions }: DeclaredTask): TaskDefinition =>
  task.parse({ family, memory, volumes, containers: JSON.parse(containerDefinitions) });
