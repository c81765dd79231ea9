import * as z from "zod";
import { LocalFailure } from "../failure.ts";
import type { ProcessIdentity } from "../process/identity.ts";
import { readJson, writeJson } from "./json-file.ts";
import type { Paths } from "./paths.ts";

const processIdentity = z.object({ pid: z.int(), startedAt: z.string() });

const state = z.object({
  name: z.string(),
  product: z.string(),
  startedAt: z.string(),
  readyAt: z.string().optional(),
  pid: z.int(),
  regions: z.array(
    z.object({ id: z.string(), edgeUrl: z.string(), apiUrl: z.string(), caFile: z.string(), databaseUrl: z.string() }),
  ),
  global: z.object({ url: z.string() }),
  tenants: z.array(z.object({ slug: z.string(), region: z.string(), endpoint: z.string(), signInName: z.string() })),
  services: z.array(
    z.object({
      name: z.string(),
      state: z.enum(["starting", "ready", "waiting", "stopped", "failed"]),
      process: processIdentity.optional(),
      port: z.int().optional(),
      log: z.string(),
      restarts: z.int(),
    }),
  ),
});

export interface StateTenant {
  readonly slug: string;
  readonly region: string;
  /** Origin of the tenant. */
  readonly endpoint: string;
  readonly signInName: string;
}

/** What runs where, for programs. Holds no secret. */
export interface State {
  readonly name: string;
  readonly product: string;
  readonly startedAt: string;
  /** Absent while it is being started. */
  readonly readyAt?: string | undefined;
  /** Of the supervisor. */
  readonly pid: number;
  readonly regions: readonly {
    readonly id: string;
    readonly edgeUrl: string;
    readonly apiUrl: string;
    readonly caFile: string;
    /** Without user and password. */
    readonly databaseUrl: string;
  }[];
  readonly global: { readonly url: string };
  readonly tenants: readonly StateTenant[];
  readonly services: readonly {
    readonly name: string;
    readonly state: "starting" | "ready" | "waiting" | "stopped" | "failed";
    readonly process?: ProcessIdentity | undefined;
    readonly port?: number | undefined;
    readonly log: string;
    readonly restarts: number;
  }[];
}

/** `undefined` before the first start, and when the file cannot be read: it holds nothing that a start does not write anew. */
export const readState = async ({ state: path }: Pick<Paths, "state">): Promise<State | undefined> => {
  try {
    return await readJson(path, state);
  } catch (error) {
    if (error instanceof LocalFailure && error.code === "file-damaged") return undefined;
    throw error;
  }
};

export const writeState = ({ state: path }: Pick<Paths, "state">, content: State): Promise<void> =>
  writeJson(path, content);
