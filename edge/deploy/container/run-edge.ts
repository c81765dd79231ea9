import { rm } from "node:fs/promises";
import { ConfigError } from "@bailiwick/contract/environment";
import { writeEdge } from "./files.ts";
import { runWorkerd } from "./run-workerd.ts";
import { type EdgeSettings, readEdgeSettings } from "./settings.ts";

export interface Run {
  /** Aborted when this process is told to stop. */
  readonly told: AbortSignal;
  /** Called when there is something to clear away from then on. */
  readonly begins: () => void;
}

/** Reads the settings, writes what workerd needs and runs it; sets the status to end with. */
export const runEdge = async ({ told, begins }: Run): Promise<void> => {
  const settings = await settingsOrEnd();
  begins();
  const written = await writeEdge(settings);
  try {
    if (told.aborted) return;
    const { region, telemetry } = settings;
    process.stdout.write(`${JSON.stringify({ level: "info", event: "edge.starting", region, telemetry })}\n`);
    process.exitCode = await runWorkerd(written, told);
  } finally {
    await rm(written.folder, { recursive: true, force: true });
  }
};

const settingsOrEnd = async (): Promise<EdgeSettings> => {
  try {
    return await readEdgeSettings(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
    return process.exit(2);
  }
};
