import { join } from "node:path";
import { checkEnvironment } from "../../core-api/src/cli/check-environment.ts";
import { ConfigError, readConfig, type SettingName } from "../../core-api/src/platform/config.ts";
import { readEdgeSettings } from "../../edge/deploy/container/settings.ts";
import { settingsRead } from "../reference/settings-read.ts";
import { read, root } from "../tracked-files.ts";

type Values = Readonly<Record<string, string>>;

/** What a process and those who start it do not agree on. */
export interface Disagreement {
  /** Names that it is given and never asks for. */
  readonly unknown: readonly string[];
  /** Sentences about what it cannot start without and is not given. */
  readonly missing: readonly string[];
}

/**
 * Holds the variables of a process against what the process of this command line asks for when it is given just these. The
 * value of a secret is of no matter. Throws `RangeError` for a command line that is none of the images' processes.
 */
export const disagreement = async (commandLine: readonly string[], values: Values): Promise<Disagreement> => {
  const asked = new Set<string>();
  const environment = new Proxy<Record<string, string | undefined>>(
    { ...values },
    {
      get(target, name) {
        asked.add(String(name));
        return onThisMachine(target[String(name)]);
      },
    },
  );
  // Whether a value is good shows when the container starts: here is only asked who reads it.
  const problems = await readSettings(commandLine, environment).then(
    () => [],
    (error: unknown) => {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    },
  );
  return {
    unknown: Object.keys(values)
      .filter((name) => !asked.has(name))
      .sort(),
    missing: problems.filter((problem) => / is not set\b/.test(problem)),
  };
};

/** Profiles lie elsewhere in an image. */
const onThisMachine = (value: string | undefined): string | undefined =>
  value?.startsWith("/app/products/") === true ? join(root, value.replace("/app", "examples")) : value;

const readSettings = async (commandLine: readonly string[], environment: NodeJS.ProcessEnv): Promise<unknown> => {
  const script = commandLine.find((word) => word.startsWith("/app/"));
  if (script === "/app/edge/deploy/run.ts") return readEdgeSettings(environment);
  if (commandLine.join(" ").includes(" region check ")) return checkEnvironment(environment);
  const sources = sourcesOf(script, commandLine);
  if (sources === undefined) throw new RangeError(`${commandLine.join(" ")} is no process that is known`);
  const settings = new Set<SettingName>(sources.flatMap((source) => [...settingsRead(read(source))]));
  return readConfig(environment, [...settings]);
};

/** Files in which the process says which settings it reads. */
const sourcesOf = (script: string | undefined, commandLine: readonly string[]): readonly string[] | undefined => {
  if (script === "/app/core-api/src/server.ts") return ["core-api/src/server.ts"];
  if (script === "/app/core-api/src/worker.ts") return ["core-api/src/worker.ts"];
  if (script !== "/app/core-api/src/cli/main.ts") return undefined;
  const [noun, verb, ...rest] = commandLine.slice(commandLine.indexOf(script) + 1);
  if (noun === "migrate") return ["core-api/src/cli/migrate-region.ts"];
  if (noun !== "region") return undefined;
  if (verb === "show") return ["core-api/src/cli/region-show.ts"];
  if (verb !== "init") return undefined;
  const migrating = rest.includes("--migrate") ? ["core-api/src/cli/migrate-region.ts"] : [];
  return ["core-api/src/cli/region-init.ts", ...migrating];
};
