import * as z from "zod";
import { ofType } from "../captured.ts";
import { containersOf } from "./container.ts";
import { at, type Finding, finding, type GraphInvariant, textsIn } from "./invariant.ts";
import { looksSecret, namesSecret } from "./secret-shapes.ts";

const passwordPaths = ["masterPassword", "password", "secretString", "privateKey"];
const defaults = z.looseObject({ tags: z.record(z.string(), z.string()).default({}) });
/** What a stack exports. */
const exported = new Set(["contract"]);

export const noSecretInState: GraphInvariant = {
  id: "no-secret-in-state",
  promise: "No secret's value is in the program, its state or its outputs: the region makes its own at first boot.",
  *check({ graph }) {
    for (const resource of graph.resources) {
      for (const path of passwordPaths) {
        if (at(resource, path) !== undefined) yield finding(resource, `has a ${path}`);
      }
      if (resource.secrets.length > 0) yield finding(resource, `is given a secret in ${resource.secrets.join(", ")}`);
      for (const [path, text] of textsIn(resource.inputs)) {
        if (looksSecret(text)) yield finding(resource, `shows a secret in ${path}`);
      }
    }
    for (const cluster of ofType(graph, "aws:rds/cluster:Cluster")) {
      if (at(cluster, "manageMasterUserPassword") !== true) yield finding(cluster, "has a password that Pulumi knows");
      if (at(cluster, "iamDatabaseAuthenticationEnabled") !== true) yield finding(cluster, "takes no identity tokens");
    }
    yield* judgeEnvironments({ graph });
    yield* judgeTags({ graph });
    yield* judgeOutputs({ graph });
  },
};

const judgeEnvironments = function* ({ graph }: Parameters<GraphInvariant["check"]>[0]): Generator<Finding> {
  for (const task of ofType(graph, "aws:ecs/taskDefinition:TaskDefinition")) {
    for (const { environment, secrets } of containersOf(task) ?? []) {
      for (const { name } of environment) {
        if (namesSecret(name)) yield finding(task, `has ${name} in plain sight`);
      }
      for (const { name, valueFrom } of secrets) {
        if (!/^arn:[\w-]+:secretsmanager:/.test(valueFrom)) yield finding(task, `takes ${name} from no secret`);
      }
    }
  }
};

/** Tags are shown to everybody who may list resources. The SDK writes a provider's as JSON. */
const judgeTags = function* ({ graph }: Parameters<GraphInvariant["check"]>[0]): Generator<Finding> {
  for (const provider of ofType(graph, "pulumi:providers:aws")) {
    const text = at(provider, "defaultTags");
    const { tags } = defaults.parse(typeof text === "string" ? JSON.parse(text) : (text ?? {}));
    for (const name of Object.keys(tags)) {
      if (namesSecret(name)) yield finding(provider, `tags everything with ${name}`);
    }
  }
};

const judgeOutputs = function* ({ graph: { outputs } }: Parameters<GraphInvariant["check"]>[0]): Generator<Finding> {
  for (const name of Object.keys(outputs)) {
    if (!exported.has(name)) yield { resource: "outputs", wrong: `have ${name}, which no contract knows` };
  }
  for (const [path, text] of textsIn(outputs)) {
    const name = path.split(".").at(-1) ?? path;
    if (looksSecret(text) || (namesSecret(name) && !text.startsWith("arn:"))) {
      yield { resource: "outputs", wrong: `show a secret in ${path}` };
    }
  }
};
