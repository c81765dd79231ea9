import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workerdBinary } from "../../deploy/index.ts";

export interface RunningWorkerd {
  /** Everything it wrote, for a failing test to show. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts workerd on a configuration text and waits until `port` accepts connections. */
export const startWorkerd = async (config: string, port: number): Promise<RunningWorkerd> => {
  const folder = await mkdtemp(join(tmpdir(), "bailiwick-edge-"));
  const file = join(folder, "edge.capnp");
  await writeFile(file, config, { mode: 0o600 });
  const child = spawn(workerdBinary(), ["serve", file], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) break;
    if (await accepts(port)) return { output: () => output, stop };
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await stop();
  throw new Error(`workerd did not listen on ${port}:\n${output}`);
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
