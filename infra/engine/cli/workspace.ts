import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as yaml from "yaml";
import * as z from "zod";
import { type EngineEvents, readEvents } from "./events.ts";
import { type Ran, type RunOptions, runProgram } from "./run-program.ts";

export interface WorkspaceOptions {
  /** Folder with `Pulumi.yaml`; nothing in it is changed. */
  readonly project: string;
  readonly stack: string;
  /** The stack's file, which is copied. */
  readonly stackFile: string;
  /** Folder with the Pulumi CLI and the language host. */
  readonly bin: string;
  /** Providers that are running already: package to port. */
  readonly providers: Readonly<Record<string, number>>;
  readonly signal?: AbortSignal | undefined;
}

export type Settings = Record<string, unknown>;

export type Command = "preview" | "up" | "refresh" | "destroy" | "cancel" | "import";

export interface CommandOptions {
  /** Further arguments, such as `["--continue-on-error"]`. */
  readonly args?: readonly string[];
  /** Looks before it leaps, as an operator does. @default false */
  readonly previewed?: boolean;
  /** Kills the command when it aborts, as kill -9 of all its processes does; `run` then rejects with the signal's reason. */
  readonly kill?: AbortSignal;
}

export interface Workspace {
  /** Runs a command of the CLI on the stack, without questions. */
  run(command: Command, options?: CommandOptions): Promise<Ran & { events: EngineEvents }>;
  /** The stack's state as the backend holds it. */
  exportState(): Promise<readonly StateResource[]>;
  /** The same as `pulumi stack export` prints it. */
  exportDocument(): Promise<unknown>;
  /** Writes the stack's configuration anew: `edit` gets the original's `config` and changes it. */
  configure(edit: (config: Settings) => void): void;
  /** Writes a file into the folder that commands run in. */
  write(name: string, content: string): void;
  dispose(): void;
}

const stateSchema = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({
          urn: z.string(),
          type: z.string(),
          id: z.string().default(""),
          custom: z.boolean().default(false),
          protect: z.boolean().default(false),
          retainOnDelete: z.boolean().default(false),
          inputs: z.record(z.string(), z.unknown()).default({}),
        }),
      )
      .default([]),
  }),
});
export type StateResource = z.output<typeof stateSchema>["deployment"]["resources"][number];

const stackFileSchema = z.looseObject({ config: z.record(z.string(), z.unknown()) });
const projectSchema = z.looseObject({ name: z.string(), main: z.string().optional() });

/** A command that is to be killed writes each step down, as it does for an operator: the state is all that is left of it. */
const withCheckpoints = ({ PULUMI_SKIP_CHECKPOINTS: _, ...env }: Readonly<Record<string, string>>) => env;

/** Quoted, because the engine's reader takes a text such as 2026-11-01 for a time. */
const text = (content: unknown): string => yaml.stringify(content, { defaultStringType: "QUOTE_DOUBLE" });

/** A folder of its own with state, home and a copy of the stack file, around a program that stays where it is. */
export const openWorkspace = async (options: WorkspaceOptions): Promise<Workspace> => {
  const folder = mkdtempSync(join(tmpdir(), "bailiwick-engine-"));
  try {
    return await workspaceIn(folder, options);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
};

const workspaceIn = async (folder: string, options: WorkspaceOptions): Promise<Workspace> => {
  const { stack, bin, signal } = options;
  const project = join(folder, "project");
  const stackFile = join(project, `Pulumi.${stack}.yaml`);
  for (const name of ["project", "state", "home"]) mkdirSync(join(folder, name));

  const definition = projectSchema.parse(yaml.parse(readFileSync(join(options.project, "Pulumi.yaml"), "utf8")));
  const main = resolve(options.project, definition.main ?? ".");
  // The stack's file lies beside the copy of the project's.
  const { stackConfigDir: _elsewhere, ...copied } = { stackConfigDir: undefined, ...definition };
  writeFileSync(join(project, "Pulumi.yaml"), yaml.stringify({ ...copied, main }));

  const original = stackFileSchema.parse(yaml.parse(readFileSync(options.stackFile, "utf8")));
  copyFileSync(options.stackFile, stackFile);

  // Nothing of the caller's environment reaches the engine: no credentials, no backend.
  const env = {
    PATH: [bin, dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
    HOME: folder,
    PULUMI_HOME: join(folder, "home"),
    // Without a second file beside each: the state is then replaced in one piece, as in a bucket, when the CLI is killed too.
    PULUMI_BACKEND_URL: `${pathToFileURL(join(folder, "state")).href}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "drill",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    PULUMI_DEBUG_COMMANDS: "true",
    // Two thirds of the time of an `up` go into a state file for each step, and of the program's into stack traces of promises.
    PULUMI_EXPERIMENTAL: "true",
    PULUMI_SKIP_CHECKPOINTS: "true",
    NODE_OPTIONS: "--stack-trace-limit=2 --max-semi-space-size=64",
    PULUMI_DEBUG_PROVIDERS: Object.entries(options.providers)
      .map(([name, port]) => `${name}:${port}`)
      .join(","),
    NODE_COMPILE_CACHE: join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "bailiwick/node-compile-cache"),
    NO_COLOR: "1",
  };
  const pulumi = (args: readonly string[], options: Partial<RunOptions> = {}) =>
    runProgram(join(bin, "pulumi"), [...args, "--non-interactive"], { cwd: project, env, signal, ...options });

  const exportDocument = async (): Promise<unknown> => {
    const { code, output } = await pulumi(["stack", "export", "--stack", stack]);
    if (code !== 0) throw new Error(`The state could not be read:\n${output}`);
    return JSON.parse(output);
  };

  const initialised = await pulumi(["stack", "init", stack]);
  if (initialised.code !== 0) throw new Error(`The stack ${stack} could not be made:\n${initialised.output}`);
  const salt = stackFileSchema.parse(yaml.parse(readFileSync(stackFile, "utf8"))).encryptionsalt;

  return {
    async run(command, { args = [], previewed = false, kill } = {}) {
      const log = join(folder, "events.json");
      const logged = command === "cancel" ? [] : ["--event-log", log];
      const consent =
        command === "preview" ? [] : previewed || command === "cancel" ? ["--yes"] : ["--yes", "--skip-preview"];
      rmSync(log, { force: true }); // of a command that was killed
      const ran = await pulumi([command, "--stack", stack, "--color", "never", ...logged, ...consent, ...args], {
        ...(kill && { signal: AbortSignal.any([kill, ...(signal ? [signal] : [])]), env: withCheckpoints(env) }),
      });
      const events = existsSync(log) ? readEvents(log) : { changes: {}, operations: [], warnings: [] };
      return { ...ran, events };
    },
    exportDocument,
    exportState: async () => stateSchema.parse(await exportDocument()).deployment.resources,
    configure(edit) {
      const edited = structuredClone(original);
      edit(edited.config);
      writeFileSync(stackFile, text({ ...edited, encryptionsalt: salt }));
    },
    write: (name, content) => writeFileSync(join(project, name), content),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
};
