import { rm } from "node:fs/promises";
import { ConfigError } from "@bailiwick/contract/environment";
import { writeEdge } from "./container/files.ts";
import { runWorkerd } from "./container/run-workerd.ts";
import { type EdgeSettings, readEdgeSettings } from "./container/settings.ts";

/**
 * The edge's container: reads its settings, writes workerd's configuration into the work folder and runs workerd until it is
 * told to stop. Settings that are wrong are all named, one sentence a line, and it ends with status 2.
 */
const settingsOrEnd = async (): Promise<EdgeSettings> => {
  try {
    return await readEdgeSettings(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
    return process.exit(2);
  }
};

const settings = await settingsOrEnd();
const written = await writeEdge(settings);
const { region, telemetry } = settings;
process.stdout.write(`${JSON.stringify({ level: "info", event: "edge.starting", region, telemetry })}\n`);
try {
  process.exitCode = await runWorkerd(written);
} finally {
  await rm(written.folder, { recursive: true, force: true });
}
