import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { ConformanceResult } from "@bailiwick/contract/conformance";
import { compatibilityDate, workerdBinary } from "@bailiwick/edge/deploy";
import { bundle } from "./bundle.ts";

const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker.js", esModule = embed "worker.js")],
    compatibilityDate = "${compatibilityDate}",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;

/** Runs the vectors in the workerd that the edge runs on. Throws when it does not start. */
export const conformanceInWorkerd = async (): Promise<readonly ConformanceResult[]> => {
  const folder = await mkdtemp(join(tmpdir(), "bailiwick-conformance-"));
  await writeFile(join(folder, "worker.js"), await bundle("worker-entry.ts"));
  await writeFile(join(folder, "config.capnp"), config);
  const child = spawn(workerdBinary(), ["serve", "--control-fd=3", join(folder, "config.capnp")], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  try {
    const port = await listeningPort(child.stdio[3] as Readable);
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(30_000) });
    return (await answer.json()) as readonly ConformanceResult[];
  } finally {
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true });
  }
};

/** workerd writes one JSON line per socket it listens on. */
const listeningPort = async (control: Readable): Promise<number> => {
  for await (const chunk of control) {
    const port = /"event":"listen".*"port":(\d+)/.exec(String(chunk))?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error("workerd ended before it listened");
};
