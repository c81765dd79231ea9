import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Azurite {
  readonly connectionString: string;
  /** Kills the process; no call is answered from then on. */
  stop(): Promise<void>;
}

/** A blob service of the test's own, on a free port, in a folder that goes with it. */
export const startAzurite = async (): Promise<Azurite> => {
  const folder = mkdtempSync(join(tmpdir(), "bailiwick-azurite-"));
  const [account, key] = ["region", randomBytes(32).toString("base64")];
  const main = createRequire(import.meta.url).resolve("azurite/dist/src/blob/main.js");
  const child = spawn(
    process.execPath,
    [main, "--location", folder, "--blobPort", "0", "--skipApiVersionCheck", "--disableTelemetry"],
    { env: { PATH: process.env.PATH, AZURITE_ACCOUNTS: `${account}:${key}` }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const address = await listeningAddress(child);
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};BlobEndpoint=${address}/${account};`,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGKILL");
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const listeningAddress = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let printed = "";
    child.stdout?.on("data", (chunk) => {
      printed += chunk;
      const found = /listens on (http:\S+)/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", (status) => reject(new Error(`Azurite ended with ${status}: ${printed}`)));
  });
