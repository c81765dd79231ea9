import { ConfigError, readConfig, type SettingName } from "../../core-api/src/platform/config.ts";
import { readEdgeSettings } from "../../edge/deploy/container/settings.ts";
import { settingsRead } from "../reference/settings-read.ts";
import { read } from "../tracked-files.ts";

type Values = Readonly<Record<string, string>>;

/**
 * Names of `values` that the process of this command line never asks for, when it is given just these values. Throws
 * `RangeError` for a command line that is none of the images' processes.
 */
export const unknownVariables = async (commandLine: readonly string[], values: Values): Promise<readonly string[]> => {
  const asked = new Set<string>();
  const environment = new Proxy<Record<string, string | undefined>>(
    { ...values },
    {
      get(target, name) {
        asked.add(String(name));
        return target[String(name)];
      },
    },
  );
  // Whether a value is good shows when the container starts: here is only asked who reads it.
  await readSettings(commandLine, environment).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
  });
  return Object.keys(values)
    .filter((name) => !asked.has(name))
    .sort();
};

const readSettings = async (commandLine: readonly string[], environment: NodeJS.ProcessEnv): Promise<unknown> => {
  const script = commandLine.find((word) => word.startsWith("/app/"));
  if (script === "/app/edge/deploy/run.ts") return readEdgeSettings(environment);
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
  if (verb === "check") return [];
  if (verb === "show") return ["core-api/src/cli/region-show.ts"];
  if (verb !== "init") return undefined;
  const migrating = rest.includes("--migrate") ? ["core-api/src/cli/migrate-region.ts"] : [];
  return ["core-api/src/cli/region-init.ts", ...migrating];
};
