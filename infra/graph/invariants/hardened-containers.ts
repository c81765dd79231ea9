import { ofType } from "../captured.ts";
import { type Container, containersOf } from "./container.ts";
import { at, type Finding, finding, type Invariant, type Judged, listAt } from "./invariant.ts";

/** The user of the images' processes. */
const user = "65532";

/** Commands that tell whether a process is well, by the program that they run. */
const asks: readonly RegExp[] = [
  /^CMD \/nodejs\/bin\/node \/app\/[\w./-]+\.ts$/,
  /^CMD \/nodejs\/bin\/node --eval fetch\("http:\/\/127\.0\.0\.1:\d+\/\w+"\)\.then\(\(\{ ok \}\) => process\.exit\(ok \? 0 : 1\), \(\) => process\.exit\(1\)\)$/,
  /^CMD cloudflared tunnel --metrics 127\.0\.0\.1:\d+ ready$/,
];

export const hardenedContainers: Invariant = {
  id: "hardened-containers",
  promise:
    "Containers run an image of the stack file by digest, as a user without rights, on a root nobody can write, with a health check.",
  *check(judged) {
    yield* judgeTasks(judged);
    yield* judgeServices(judged);
  },
};

const judgeTasks = function* ({ graph, stamp: { settings } }: Judged): Generator<Finding> {
  const images: readonly string[] = [
    settings.images.coreApi,
    settings.images.edge,
    ...(settings.edge.placement === "cloudflare" ? [settings.edge.connector] : []),
  ];
  const logs = new Set(ofType(graph, "aws:cloudwatch/logGroup:LogGroup").map((group) => at(group, "name")));
  for (const task of ofType(graph, "aws:ecs/taskDefinition:TaskDefinition")) {
    const containers = containersOf(task);
    if (containers === undefined || containers.length === 0) {
      yield finding(task, "has no readable container definitions");
    }
    // A check that runs once and ends is judged by how it ends.
    const runsOnce = /(^|-)smoke(-|$)/.test(task.name);
    for (const one of containers ?? []) {
      const wrong = (what: string) => finding(task, `runs ${one.name}, which ${what}`);
      if (!images.includes(one.image) || !/@sha256:[0-9a-f]{64}$/.test(one.image))
        yield wrong("is none of the stack file's images, by digest");
      for (const what of weaknessesOf(one)) yield wrong(what);
      const health = one.healthCheck?.command.join(" ");
      if (health === undefined ? one.essential !== false && !runsOnce : !asks.some((ask) => ask.test(health)))
        yield wrong("has no health check that asks the process");
      if (
        one.logConfiguration?.logDriver !== "awslogs" ||
        !logs.has(one.logConfiguration.options["awslogs-group"] ?? "")
      )
        yield wrong("has no log of the stamp's");
    }
    if (at(task, "networkMode") !== "awsvpc") yield finding(task, "shares a network");
    if (listAt(task, "requiresCompatibilities").join() !== "FARGATE") yield finding(task, "runs on machines of others");
    for (const property of ["pidMode", "ipcMode", "proxyConfiguration", "inferenceAccelerators"]) {
      if (at(task, property) !== undefined) yield finding(task, `has ${property}`);
    }
    for (const volume of listAt(task, "volumes")) {
      const kinds = typeof volume === "object" && volume !== null ? Object.keys(volume) : [];
      if (kinds.join() !== "name") yield finding(task, `has a volume with ${kinds.join(", ")}`);
    }
  }
};

/** What makes a container more than a process that was handed its work. */
const weaknessesOf = function* (one: Container): Generator<string> {
  if (one.user !== user) yield `runs as ${one.user ?? "the image's user"}, not as ${user}`;
  if (one.readonlyRootFilesystem !== true) yield "can write its root";
  if (one.privileged === true) yield "is privileged";
  const { capabilities, ...more } = one.linuxParameters ?? {};
  if (capabilities?.drop?.join() !== "ALL") yield "keeps capabilities";
  if ((capabilities?.add ?? []).length > 0) yield `is given ${capabilities?.add?.join(", ")}`;
  for (const parameter of Object.keys(more)) yield `has ${parameter}`;
  if (one.entryPoint !== undefined) yield "has an entry point that is not its image's";
  for (const property of ["dockerSecurityOptions", "extraHosts", "repositoryCredentials", "environmentFiles"]) {
    if (property in one) yield `has ${property}`;
  }
};

const judgeServices = function* ({ graph }: Judged): Generator<Finding> {
  const families = new Set(
    ofType(graph, "aws:ecs/taskDefinition:TaskDefinition").map((task) => String(at(task, "family"))),
  );
  const isOwn = (arn: unknown) => families.has(String(arn).split("/").at(-1)?.split(":")[0] ?? "");
  for (const service of ofType(graph, "aws:ecs/service:Service")) {
    if (at(service, "enableExecuteCommand") !== false) yield finding(service, "lets people in");
    if (at(service, "deploymentCircuitBreaker.rollback") !== true) yield finding(service, "does not roll back");
    if (!isOwn(at(service, "taskDefinition"))) yield finding(service, "runs a task that is not the stamp's");
  }
  for (const schedule of ofType(graph, "aws:scheduler/schedule:Schedule")) {
    const path = "target.ecsParameters";
    if (at(schedule, `${path}.enableExecuteCommand`) !== false) yield finding(schedule, "lets people in");
    if (!isOwn(at(schedule, `${path}.taskDefinitionArn`)))
      yield finding(schedule, "runs a task that is not the stamp's");
  }
};
