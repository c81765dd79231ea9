import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * `node azurite-process.ts <port> <folder>`: Azurite's blob service alone, which ends when its standard input does. Its
 * own start-up file would load drivers of four databases, and go on after its parent is gone.
 */

interface BlobServer {
  start(): Promise<void>;
  close(): Promise<void>;
}
interface BlobExtents {
  readonly locationId: string;
  readonly locationPath: string;
  readonly maxConcurrency: number;
}
type BlobConfiguration = object;

const require = createRequire(import.meta.url);
const {
  default: Server,
}: { default: new (configuration: BlobConfiguration) => BlobServer } = require("azurite/dist/src/blob/BlobServer.js");
const {
  default: Configuration,
}: {
  default: new (
    host: string,
    port: number,
    keepAliveSeconds: number,
    metadata: string,
    extents: string,
    data: readonly BlobExtents[],
    accessLog: boolean,
    accessLogStream: undefined,
    debugLog: boolean,
    debugLogFile: undefined,
    loose: boolean,
    skipVersionCheck: boolean,
  ) => BlobConfiguration;
} = require("azurite/dist/src/blob/BlobConfiguration.js");

const [port, folder = "."] = process.argv.slice(2);
const server = new Server(
  new Configuration(
    "127.0.0.1",
    Number(port),
    30,
    join(folder, "blobs.json"),
    join(folder, "extents.json"),
    [{ locationId: "Default", locationPath: join(folder, "content"), maxConcurrency: 10 }],
    false,
    undefined,
    false,
    undefined,
    false,
    true, // the SDK is newer than the emulator
  ),
);

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  // Its own shutdown waits for clients' idle connections; what was acknowledged is on disk after this.
  const limit = setTimeout(() => process.exit(0), 2000);
  await server.close().catch((error: unknown) => console.error(error));
  clearTimeout(limit);
  process.exit(0);
};
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
process.stdin
  .on("end", () => void stop())
  .on("error", () => void stop())
  .resume();

try {
  await server.start();
  console.log(`Blobs on 127.0.0.1:${port}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
