import { randomBytes } from "node:crypto";
import { type Container, createContainer } from "./container.ts";
import { type ContainerDefinition, type DeclaredTask, parseTask, type TaskDefinition } from "./definition.ts";
import { disagreement } from "./known-variables.ts";
import type { Attachment, Network } from "./network.ts";
import type { Podman } from "./podman.ts";
import { type ReadSecret, secretValue } from "./secrets.ts";
import { createVolumes } from "./volumes.ts";

export interface TaskOptions {
  readonly podman: Podman;
  readonly network: Network;
  /** The image on this machine for the one that is declared. Throws for one that it does not have. */
  image(declared: string): string;
  readonly readSecret: ReadSecret;
  /** Address of the DNS server that knows the hosts which the definition has. @default none */
  readonly names?: string;
  /** What the platform gives beside the definition: credentials of the task's role, the address of a stand-in. @default {} */
  readonly platform?: Readonly<Record<string, string>>;
  /** Files put over those of the image, by their path in it: certificates of stand-ins. @default {} */
  readonly files?: Readonly<Record<string, string>>;
  /** Ports of the task's loopback that lead to a port of the network's address, where a stand-in listens. @default {} */
  readonly loopback?: Readonly<Record<number, number>>;
}

export interface Task {
  readonly address: string;
  readonly containers: readonly Container[];
  container(name: string): Container;
  /** Waits until every container that has a health command is healthy. */
  untilHealthy(): Promise<void>;
  /** Stops the containers as ECS does, those last that others depend on. */
  stop(): Promise<void>;
  /** SIGKILL to all, as when the machine goes. */
  kill(): Promise<void>;
  /** Takes away what is left of it; stopped or not. */
  remove(): Promise<void>;
}

/**
 * Runs a task of ECS with podman as it is declared: image, command, user, environment, secrets, ports, memory, read-only root,
 * capabilities, volumes, health command and order. Resolves when every container has been started. Throws `RangeError` for a
 * variable that its process does not know, and an `Error` with the output of a container that ends before its time.
 */
export const runTask = async (declared: DeclaredTask, options: TaskOptions): Promise<Task> => {
  const task = parseTask(declared);
  await refuseUnknown(task, options);
  const attachment = options.network.attach();
  const id = `${task.family}-${randomBytes(3).toString("hex")}`;
  const volumes = createVolumes(options.podman, id, task);
  const containers: Container[] = [];

  const running: Task = {
    address: attachment.address,
    containers,
    container(name) {
      const found = containers.find(({ definition }) => definition.name === name);
      if (found === undefined) throw new RangeError(`the task ${task.family} has no container ${name}`);
      return found;
    },
    async untilHealthy() {
      for (const one of containers) if (one.definition.healthCheck !== undefined) await one.untilHealthy();
    },
    async stop() {
      for (const one of containers.toReversed()) if (await one.running()) await one.stop();
    },
    async kill() {
      for (const one of containers) if (await one.running()) await one.kill();
    },
    async remove() {
      for (const one of containers) await one.remove();
      await volumes.remove();
      attachment.remove();
    },
  };

  try {
    for (const [port, to] of Object.entries(options.loopback ?? {})) await attachment.loopback(Number(port), to);
    for (const definition of inOrder(task.containers)) {
      for (const { containerName, condition } of definition.dependsOn)
        await until(running.container(containerName), condition);
      const name = `${id}-${definition.name}`;
      const values = { ...(await valuesOf(definition, options)), ...options.platform };
      const args = [
        ...["run", "--detach", "--name", name, "--no-healthcheck"],
        ...restrictions(definition, task),
        ...place(attachment, options),
        ...(await volumes.arguments(definition, options)),
        ...Object.keys(values).flatMap((variable) => ["--env", variable]),
        ...(definition.entryPoint === undefined ? [] : ["--entrypoint", JSON.stringify(definition.entryPoint)]),
        options.image(definition.image),
        ...(definition.command ?? []),
      ];
      await options.podman.must(args, values);
      containers.push(createContainer(options.podman, name, definition));
    }
    return running;
  } catch (error) {
    await running.remove();
    throw error;
  }
};

const restrictions = (definition: ContainerDefinition, task: TaskDefinition): readonly string[] => [
  ...(definition.user === undefined ? [] : ["--user", definition.user]),
  // Podman's own writable /tmp would hide that a definition forgot its volume.
  ...(definition.readonlyRootFilesystem ? ["--read-only", "--read-only-tmpfs=false"] : []),
  ...(definition.linuxParameters?.capabilities.drop ?? []).flatMap((one) => ["--cap-drop", one]),
  ...(definition.linuxParameters?.initProcessEnabled === true ? ["--init"] : []),
  ...["--memory", `${definition.memory ?? task.memory}m`],
  ...["--stop-timeout", `${definition.stopTimeout}`],
];

const place = (attachment: Attachment, { names }: TaskOptions): readonly string[] => [
  ...["--network", `ns:${attachment.namespace}`],
  ...(names === undefined ? ["--dns", "none"] : ["--dns", names, "--dns-search", "."]),
];

const until = async (
  container: Container,
  condition: ContainerDefinition["dependsOn"][number]["condition"],
): Promise<void> => {
  if (condition === "HEALTHY") await container.untilHealthy();
  if (condition !== "COMPLETE" && condition !== "SUCCESS") return;
  const status = await container.untilEnded();
  if (condition === "SUCCESS" && status !== 0) {
    throw new Error(`${container.definition.name} ended with ${status}: ${await container.output()}`);
  }
};

/** Containers so that each comes after those it depends on. Throws `RangeError` where that cannot be. */
const inOrder = (containers: readonly ContainerDefinition[]): readonly ContainerDefinition[] => {
  const ordered: ContainerDefinition[] = [];
  for (let left = containers; left.length > 0; ) {
    const started = new Set(ordered.map(({ name }) => name));
    const next = left.filter(({ dependsOn }) => dependsOn.every(({ containerName }) => started.has(containerName)));
    if (next.length === 0) throw new RangeError(`${left.map(({ name }) => name).join(", ")} wait for each other`);
    ordered.push(...next);
    left = left.filter((one) => !next.includes(one));
  }
  return ordered;
};

const valuesOf = async ({ environment, secrets }: ContainerDefinition, { readSecret }: TaskOptions) => {
  const values: Record<string, string> = {};
  for (const { name, value } of environment) values[name] = value;
  for (const { name, valueFrom } of secrets) values[name] = await secretValue(valueFrom, readSecret);
  return values;
};

/** Before anything is started. A variable that is required and not declared ends its process, which is heard of later. */
const refuseUnknown = async (task: TaskDefinition, options: TaskOptions): Promise<void> => {
  const problems: string[] = [];
  for (const definition of task.containers) {
    const image = options.image(definition.image);
    const [{ Config }] = JSON.parse(await options.podman.must(["image", "inspect", image]));
    const commandLine = [
      ...(definition.entryPoint ?? Config.Entrypoint ?? []),
      ...(definition.command ?? Config.Cmd ?? []),
    ];
    const declared = [
      ...definition.environment.map(({ name, value }) => [name, value]),
      ...definition.secrets.map(({ name }) => [name, "of the secret"]),
    ];
    const { unknown } = await disagreement(commandLine, Object.fromEntries(declared));
    problems.push(
      ...unknown.map((name) => `${task.family}/${definition.name} is given ${name}, which it does not read`),
    );
  }
  if (problems.length > 0) throw new RangeError(problems.join("\n"));
};
