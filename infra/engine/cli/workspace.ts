import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as yaml from "yaml";
import * as z from "zod";
import { type EngineEvents, readEvents } from "./events.ts";
import { type Ran, runProgram } from "./run-program.ts";

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

export interface Workspace {
  /** Runs a command of the CLI on the stack, without questions; `previewed` looks before it leaps, as an operator does. */
  run(
    command: "preview" | "up" | "destroy",
    options?: { readonly previewed?: boolean; readonly continueOnError?: boolean },
  ): Promise<Ran & { events: EngineEvents }>;
  /** The stack's state as the backend holds it. */
  exportState(): Promise<readonly StateResource[]>;
  /** Writes the stack's configuration anew: `edit` gets the original's `config` and changes it. */
  configure(edit: (config: Settings) => void): void;
  /** Runs any program with the environment of the stack. */
  shell(program: string, args: readonly string[]): Promise<Ran>;
  dispose(): void;
}

const stateSchema = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({
          urn: z.string(),
          type: z.string(),
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
    PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
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
  const pulumi = (args: readonly string[]) => runProgram(join(bin, "pulumi"), args, { cwd: project, env, signal });

  const initialised = await pulumi(["stack", "init", stack, "--non-interactive"]);
  if (initialised.code !== 0) throw new Error(`The stack ${stack} could not be made:\n${initialised.output}`);
  const salt = stackFileSchema.parse(yaml.parse(readFileSync(stackFile, "utf8"))).encryptionsalt;

  return {
    async run(command, { previewed = false, continueOnError = false } = {}) {
      const log = join(folder, "events.json");
      const consent = command === "preview" ? [] : previewed ? ["--yes"] : ["--yes", "--skip-preview"];
      const ran = await pulumi([
        ...[command, "--stack", stack, "--non-interactive", "--color", "never", "--event-log", log],
        ...consent,
        ...(continueOnError ? ["--continue-on-error"] : []),
      ]);
      const events = existsSync(log) ? readEvents(log) : { changes: {}, operations: [], warnings: [] };
      return { ...ran, events };
    },
    async exportState() {
      const { code, output } = await pulumi(["stack", "export", "--stack", stack, "--non-interactive"]);
      if (code !== 0) throw new Error(`The state could not be read:\n${output}`);
      return stateSchema.parse(JSON.parse(output)).deployment.resources;
    },
    configure(edit) {
      const edited = structuredClone(original);
      edit(edited.config);
      writeFileSync(stackFile, text({ ...edited, encryptionsalt: salt }));
    },
    shell: (program, args) => runProgram(program, args, { cwd: project, env, signal }),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
};
