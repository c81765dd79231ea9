import { ConfigError, readConfig, type SettingName } from "../../core-api/src/platform/config.ts";
import { read } from "../tracked-files.ts";
import { edgeVariables } from "./edge-variables.ts";
import { code, pageHead, table } from "./markdown.ts";
import { settingsRead } from "./settings-read.ts";
import { telemetrySection } from "./telemetry.ts";
import { variables } from "./variables.ts";

const about = `What the processes of the core API read from their environment. A secret may be given as the path of a file instead, in the
variable of the same name with \`_FILE\` at its end. A process that is told something wrong names every mistake and ends with
status 2; one whose database does not come ends with status 1.`;

const aboutEdge = `What \`edge/deploy/run.ts\` reads, which writes workerd's configuration and runs workerd. Here too a variable of many lines may
be a file, named by the variable with \`_FILE\` at its end. The edge of the region-less host has no origin: nothing about one is read.`;

/** Read on the machine where a command is typed. */
const commandVariables: ReadonlyMap<string, string> = new Map([
  [
    "BAILIWICK_ADMIN_KEY_FILE",
    "path of the platform administrator's key, for `tenant` commands with `--url`; `--admin-key-file` goes before it",
  ],
  ["BAILIWICK_ADMIN_KEY", "the key itself, where no file is named"],
  ["BAILIWICK_LOCAL_FOLDER", "where the local platforms' data are; `.bailiwick/local` in the repository unless set"],
  ["BAILIWICK_CHROMIUM", "path of the Chromium that tests use; `/usr/bin/chromium` unless set"],
  ["REQUIRE_TOOLS", "`1`: a test whose program is missing fails instead of being left out"],
]);

const processes = {
  "core API": "core-api/src/server.ts",
  worker: "core-api/src/worker.ts",
  migrate: "core-api/src/cli/migrate-region.ts",
  "region init": "core-api/src/cli/region-init.ts",
  "region show": "core-api/src/cli/region-show.ts",
};

/**
 * The page of settings: which variables the reader of each setting asks for, and which process asks for the setting. Throws
 * when the descriptions and the variables are not the same set.
 */
export const configPage = async (): Promise<string> => {
  const rows = new Map<string, Row>();
  for (const [process, path] of Object.entries(processes)) {
    for (const setting of settingsRead(read(path))) {
      for (const variable of await variablesOf(setting)) {
        const { readBy, required } = rows.get(variable.name) ?? { readBy: [], required: false };
        rows.set(variable.name, {
          ...variable,
          required: required || variable.required,
          readBy: [...new Set([...readBy, process])],
        });
      }
    }
  }
  const left = Object.keys(variables).filter((name) => !rows.has(name));
  if (left.length > 0) throw new Error(`no process reads ${left.join(", ")}`);
  const cells = [...rows.values()].map(({ name, readBy, required, secret }) => {
    const holds = variables[name];
    if (holds === undefined) throw new Error(`${name} is not described`);
    return [code(name), readBy.join(", "), required ? "yes" : "", secret ? "yes" : "", holds];
  });
  const edge = (await edgeVariables()).map(([name, ...rest]) => [code(name), ...rest]);
  return [
    pageHead("Configuration", about),
    table(["variable", "read by", "required", "secret", "holds"], cells),
    `\n## The command line and the local platform\n`,
    table(
      ["variable", "holds"],
      [...commandVariables].map(([name, holds]) => [code(name), holds]),
    ),
    `\n## The edge's container\n\n${aboutEdge}\n`,
    table(["variable", "required", "secret", "holds"], edge),
    "",
    await telemetrySection(),
  ].join("\n");
};

interface Variable {
  readonly name: string;
  readonly secret: boolean;
  readonly required: boolean;
}

interface Row extends Variable {
  readonly readBy: readonly string[];
}

/** May be given as a file like a secret, and is none. */
const isPublic: ReadonlySet<string> = new Set(["BAILIWICK_PIN_PUBLIC_KEY"]);

/** What makes readers ask for more than they do where nothing is set. */
const choices: Readonly<Record<string, string>> = {
  BAILIWICK_KEY_SERVICE: "aws-kms",
  BAILIWICK_BLOB_STORE: "s3",
  BAILIWICK_DATABASE_AUTH: "aws-iam",
  BAILIWICK_AUDIT_BUCKET: "audit",
};

/**
 * Lets the setting's reader ask an empty environment, and notes what it asks for and what it misses; then one in which every
 * choice is made, and notes what it asks for.
 */
const variablesOf = async (setting: SettingName): Promise<readonly Variable[]> => {
  const asked = new Set<string>();
  const missing = await problemsOf(setting, asked, {});
  await problemsOf(setting, asked, choices);
  // A file that has a row of its own is another way to give the same text, not the way to keep a secret out of a variable.
  const isFileOf = (name: string): boolean =>
    name.endsWith("_FILE") && asked.has(name.replace(/_FILE$/, "")) && variables[name] === undefined;
  return [...asked]
    .filter((name) => !isFileOf(name))
    .map((name) => ({
      name,
      secret: asked.has(`${name}_FILE`) && isFileOf(`${name}_FILE`) && !isPublic.has(name),
      required: new RegExp(`^${name} is not set`, "m").test(missing),
    }));
};

const problemsOf = async (
  setting: SettingName,
  asked: Set<string>,
  set: Readonly<Record<string, string>>,
): Promise<string> => {
  const environment = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get(_, name) {
        asked.add(String(name));
        return set[String(name)];
      },
    },
  );
  try {
    await readConfig(environment, [setting]);
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join("\n");
    throw error;
  }
};
