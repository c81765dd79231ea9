import { describe, expect, test } from "vitest";
import { exampleStacks } from "../../infra/config/example-stacks.ts";
import { captureStack } from "../../infra/graph/capture-stack.ts";
import { declaredTasks } from "./declared-tasks.ts";
import { type ContainerDefinition, parseTask } from "./definition.ts";
import { commandLineOf } from "./image-command.ts";
import { disagreement } from "./known-variables.ts";

/** What is wrong with the variables of a container, as sentences; `undefined` for one that does not run an image of ours. */
const problemsOf = async (container: ContainerDefinition): Promise<readonly string[] | undefined> => {
  const commandLine = commandLineOf(container);
  if (commandLine === undefined) return undefined;
  const { unknown, missing } = await disagreement(
    commandLine,
    Object.fromEntries([
      ...container.environment.map(({ name, value }) => [name, value]),
      ...container.secrets.map(({ name }) => [name, "of the secret"]),
    ]),
  );
  return [...unknown.map((name) => `${name} is given and not read`), ...missing];
};

const containersOf = async (stack: string): Promise<readonly ContainerDefinition[]> =>
  declaredTasks(await captureStack(stack)).flatMap((task) => parseTask(task).containers);

describe.each(exampleStacks)("the containers of $stack", ({ stack, settings }) => {
  test("are given what their processes read, and all that they cannot start without", async () => {
    const judged: string[] = [];
    for (const container of await containersOf(stack)) {
      const problems = await problemsOf(container);
      if (problems === undefined) continue;
      expect(problems, container.name).toEqual([]);
      judged.push(container.name);
    }
    const edge = settings.edge?.placement === "cloudflare" ? [] : ["edge"];
    expect(judged.toSorted()).toEqual(["api", ...edge, "init", "smoke", "worker"]);
  });
});

test("finds each variable that is left out, and each that is too much", async () => {
  for (const container of await containersOf("invpc.aws.eu-west-1.axonflow")) {
    const { environment } = container;
    const extra = { ...container, environment: [...environment, { name: "BAILIWICK_MISSPELT", value: "x" }] };
    expect(await problemsOf(extra)).toEqual(["BAILIWICK_MISSPELT is given and not read"]);
    if (container.name === "smoke") continue;
    const without = { ...container, environment: environment.filter(({ name }) => name !== "BAILIWICK_REGISTRY") };
    expect((await problemsOf(without))?.join("\n")).toContain("BAILIWICK_REGISTRY is not set");
  }
});
