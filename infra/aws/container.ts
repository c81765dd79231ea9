import { type Input, jsonStringify, type Output } from "@pulumi/pulumi";

/** A container of a task, said once: the parts that every one of them has are added by `containerDefinition`. */
export interface Container {
  readonly name: string;
  /** By digest. */
  readonly image: string;
  /** Arguments of the image's entry point. Absent: the image's own. */
  readonly command?: readonly string[];
  /** When it ends, the whole task ends. */
  readonly essential: boolean;
  readonly environment: Readonly<Record<string, Input<string>>>;
  /** By variable: ARN of a secret, or `secretField` of one that is JSON. */
  readonly secrets: Readonly<Record<string, Input<string>>>;
  readonly ports: readonly number[];
  readonly health?: HealthCommand;
  /** Time between SIGTERM and SIGKILL; Fargate allows 120. */
  readonly stopSeconds: number;
  /** Containers that must have ended well before this one starts. */
  readonly after: readonly string[];
  readonly log: { readonly group: Input<string>; readonly region: string };
}

/** Run inside the container; ends with 0 while it is well. */
export interface HealthCommand {
  readonly command: readonly string[];
  readonly everySeconds: number;
  readonly timeoutSeconds: number;
  readonly failures: number;
  /** How long failures of a start are not counted. */
  readonly graceSeconds: number;
}

/** A container definition as ECS reads it. (API_ContainerDefinition) */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly essential: boolean;
  readonly user: string;
  readonly readonlyRootFilesystem: boolean;
  readonly linuxParameters: { readonly capabilities: { readonly drop: readonly string[] } };
  readonly mountPoints: readonly {
    readonly sourceVolume: string;
    readonly containerPath: string;
    readonly readOnly: boolean;
  }[];
  readonly portMappings: readonly { readonly containerPort: number; readonly protocol: "tcp" }[];
  readonly healthCheck?: {
    readonly command: readonly string[];
    readonly interval: number;
    readonly timeout: number;
    readonly retries: number;
    readonly startPeriod: number;
  };
  readonly environment: readonly { readonly name: string; readonly value: Input<string> }[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: Input<string> }[];
  readonly logConfiguration: {
    readonly logDriver: "awslogs";
    readonly options: {
      readonly "awslogs-group": Input<string>;
      readonly "awslogs-region": string;
      readonly "awslogs-stream-prefix": string;
      readonly mode: "non-blocking";
      readonly "max-buffer-size": string;
    };
  };
  readonly stopTimeout: number;
  readonly dependsOn: readonly { readonly containerName: string; readonly condition: "SUCCESS" }[];
}

/** The user of the images' processes. */
export const containerUser = "65532";

/** The one writable place, shared by the containers of a task and gone with it. */
export const writableVolume = { name: "tmp", path: "/tmp" } as const;

/** The definition of a container: without root, without capabilities, without a writable image. */
export const containerDefinition = (container: Container): ContainerDefinition => {
  const { name, image, command, essential, health, ports, log } = container;
  return {
    name,
    image,
    ...(command === undefined ? {} : { command }),
    essential,
    user: containerUser,
    readonlyRootFilesystem: true,
    linuxParameters: { capabilities: { drop: ["ALL"] } },
    mountPoints: [{ sourceVolume: writableVolume.name, containerPath: writableVolume.path, readOnly: false }],
    portMappings: ports.map((containerPort) => ({ containerPort, protocol: "tcp" })),
    ...(health === undefined ? {} : { healthCheck: healthCheck(health) }),
    // Sorted, so that the text changes only when a value does.
    environment: sorted(container.environment).map(([variable, value]) => ({ name: variable, value })),
    secrets: sorted(container.secrets).map(([variable, valueFrom]) => ({ name: variable, valueFrom })),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": log.group,
        "awslogs-region": log.region,
        "awslogs-stream-prefix": name,
        // A region must not stand still because CloudWatch Logs does.
        mode: "non-blocking",
        "max-buffer-size": "4m",
      },
    },
    stopTimeout: container.stopSeconds,
    dependsOn: container.after.map((containerName) => ({ containerName, condition: "SUCCESS" })),
  };
};

/** The text that a task definition takes. Throws `RangeError` for containers that ECS would refuse. */
export const containerDefinitions = (containers: readonly Container[]): Output<string> => {
  for (const container of containers) check(container, containers);
  return jsonStringify(containers.map(containerDefinition));
};

const check = ({ name, image, after, environment, secrets, stopSeconds }: Container, all: readonly Container[]) => {
  const refuse = (must: string): never => {
    throw new RangeError(`container ${name} ${must}`);
  };
  if (all.filter((other) => other.name === name).length > 1) refuse("is there twice");
  if (!/@sha256:[0-9a-f]{64}$/.test(image)) refuse("must have its image by digest");
  if (stopSeconds > 120) refuse("can have 120 seconds to stop at most");
  const unknown = after.find((other) => !all.some((one) => one.name === other && !one.essential));
  if (unknown !== undefined) refuse(`waits for ${unknown}, which is no container of the task that may end`);
  const twice = Object.keys(secrets).find((variable) => Object.hasOwn(environment, variable));
  if (twice !== undefined) refuse(`has ${twice} as a value and as a secret`);
};

const healthCheck = ({ command, everySeconds, timeoutSeconds, failures, graceSeconds }: HealthCommand) => ({
  command: ["CMD", ...command],
  interval: everySeconds,
  timeout: timeoutSeconds,
  retries: failures,
  startPeriod: graceSeconds,
});

const sorted = <T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1));
