import { createPinDirectory } from "@bailiwick/contract/pins";
import { createCleanSessions } from "./jobs/clean-sessions.ts";
import { jobKinds, signUpJob } from "./jobs/kinds.ts";
import { startJobQueue } from "./jobs/queue.ts";
import { strandedSignUps } from "./modules/sign-up/index.ts";
import { azureBlobStore } from "./platform/blob/index.ts";
import { readConfig, startOrExplain } from "./platform/config.ts";
import { connectDatabase, connectPlatform, waitForDatabase } from "./platform/db/index.ts";
import { assertKeyMatchesData, ensureKeyCheck, secretboxKeyService } from "./platform/keys/index.ts";
import { createLog } from "./platform/log.ts";
import { createPinPublisher, startPinSource } from "./platform/pins/index.ts";
import { onShutdown } from "./platform/shutdown.ts";

/** How long a sign-up may stand still before it is sent again. */
const strandedSeconds = 30;

const start = async (): Promise<void> => {
  const config = await readConfig(process.env, [
    "product",
    "registry",
    "region",
    "databaseUrl",
    "databaseWaitSeconds",
    "appPassword",
    "adminPassword",
    "migratorPassword",
    "encryptionKeys",
    "pinPrivateKey",
    "pinPepper",
    "blobConnection",
    "logLevel",
    "stopWithParent",
  ]);
  const { product, registry, databaseUrl, pinPepper: pepper } = config;
  const region = config.region.id;
  const log = createLog({ level: config.logLevel, service: "worker" });

  const platform = connectPlatform({ url: databaseUrl, password: config.adminPassword });
  const database = connectDatabase({ url: databaseUrl, password: config.appPassword });
  const { catalog } = platform;
  await waitForDatabase({
    attempt: () => catalog`select from catalog.pin_latest()`,
    url: databaseUrl,
    seconds: config.databaseWaitSeconds,
    onWait: (reason) => log.warn({ reason }, "waiting for the database"),
  });
  const keyService = secretboxKeyService(config.encryptionKeys);
  await assertKeyMatchesData(catalog, keyService);
  await ensureKeyCheck(catalog, keyService);

  const blobs = azureBlobStore({ connectionString: config.blobConnection });
  const directory = createPinDirectory({ registry, pepper });
  const source = startPinSource({ directory, registry, region, blobs, log });
  const publishPins = createPinPublisher({
    region,
    registry,
    pepper,
    privateKey: config.pinPrivateKey,
    catalog,
    blobs,
  });
  const migrator = { url: databaseUrl, password: config.migratorPassword };
  const tools = { product, catalog, database, migrator, keyService, directory, publishPins };

  const cleanSessions = createCleanSessions({ platform, sessions: product.sessions });

  const queue = await startJobQueue({
    url: databaseUrl,
    password: config.adminPassword,
    log,
    kinds: jobKinds({ tools, publishPins, cleanSessions, log }),
  });
  await queue.send("publish-pins");
  const send = async (id: string): Promise<void> => {
    try {
      await queue.send(signUpJob, id);
    } catch (error) {
      log.warn({ job: signUpJob, error }, "a sign-up was not queued; the sweep will find it");
    }
  };
  const listening = await catalog.listen("sign_up", (id) => void send(id));
  const sweep = async (idleSeconds: number): Promise<void> => {
    try {
      for (const id of await strandedSignUps(catalog, idleSeconds)) await send(id);
    } catch (error) {
      log.warn({ error }, "open sign-ups could not be listed");
    }
  };
  await sweep(0); // what came in while no worker listened
  const sweeping = setInterval(() => void sweep(strandedSeconds), (strandedSeconds * 1000) / 2);
  log.info({ region }, "started");

  onShutdown({
    log,
    stopWithParent: config.stopWithParent,
    steps: [
      () => clearInterval(sweeping),
      () => listening.unlisten(),
      () => queue.stop(),
      () => source.stop(),
      () => database.close(),
      () => platform.close(),
    ],
  });
};

await startOrExplain(start);
