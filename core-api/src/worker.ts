import { createPinDirectory } from "@bailiwick/contract/pins";
import { createCleanSessions } from "./jobs/clean-sessions.ts";
import { createKeepTenantKeys } from "./jobs/keep-tenant-keys.ts";
import { jobKinds, signUpJob, signUpsAtOnce } from "./jobs/kinds.ts";
import { startJobQueue } from "./jobs/queue.ts";
import { strandedSignUps } from "./modules/sign-up/index.ts";
import { blobStoreFrom, checkAuditBucket } from "./platform/blob/index.ts";
import { readConfig, startOrExplain } from "./platform/config.ts";
import { connectDatabase, connectPlatform, waitForDatabase } from "./platform/db/index.ts";
import { drain } from "./platform/http/drain.ts";
import { listen } from "./platform/http/listen.ts";
import { createMetricsServer } from "./platform/http/metrics-server.ts";
import { assertKeyMatchesData, ensureKeyCheck, keyServiceFrom, observedKeyService } from "./platform/keys/index.ts";
import { createLog } from "./platform/log.ts";
import { createMetrics } from "./platform/metrics.ts";
import { createPinAgreement, createPinPublisher, startPinSource } from "./platform/pins/index.ts";
import { onShutdown } from "./platform/shutdown.ts";

/** How long a sign-up may stand still before it is sent again. */
const strandedSeconds = 30;

const start = async (): Promise<void> => {
  const config = await readConfig(process.env, [
    "product",
    "telemetry",
    "registry",
    "region",
    "databases",
    "databaseWaitSeconds",
    "appPassword",
    "adminPassword",
    "migratorPassword",
    "keyService",
    "tenantKeyAliasPrefix",
    "tenantKeyStack",
    "pinPrivateKey",
    "pinPepper",
    "blobStore",
    "auditBucket",
    "metricsListen",
    "logLevel",
    "stopWithParent",
  ]);
  const { product, registry, databases, pinPepper: pepper } = config;
  const region = config.region.id;
  const log = createLog({ level: config.logLevel, service: "worker" });

  const metrics = createMetrics();
  await checkAuditBucket(config.auditBucket, { log, metrics });
  const platform = connectPlatform({
    ...databases,
    password: config.adminPassword,
    // A sign-up keeps one connection while it goes on, and takes another one to publish.
    maxPerDatabase: 2 * signUpsAtOnce + 2,
  });
  const database = connectDatabase({ ...databases, password: config.appPassword });
  const { catalog } = platform;
  await waitForDatabase({
    attempt: () => catalog`select from catalog.pin_latest()`,
    url: databases.url,
    login: { user: "bailiwick_platform_admin", password: config.adminPassword },
    seconds: config.databaseWaitSeconds,
    onWait: (reason) => log.warn({ reason }, "waiting for the database"),
  });
  const tenantKeys = {
    aliasPrefix: config.tenantKeyAliasPrefix,
    stack: config.tenantKeyStack,
    rotationDays: product.keys.rotationDays,
  };
  const keyService = observedKeyService(keyServiceFrom(config.keyService, tenantKeys), { log, metrics });
  await assertKeyMatchesData(catalog, keyService);
  await ensureKeyCheck(catalog, keyService);

  const blobs = blobStoreFrom(config.blobStore);
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
  const agreement = createPinAgreement({ directory, registry, region });
  const migrator = { ...databases, password: config.migratorPassword };
  const tools = { product, catalog, database, migrator, keyService, directory, publishPins, agreement };

  const cleanSessions = createCleanSessions({ platform, sessions: product.sessions });
  const keepTenantKeys = createKeepTenantKeys({ catalog, keyService, log, metrics });

  const queue = await startJobQueue({
    ...databases,
    password: config.adminPassword,
    log,
    kinds: jobKinds({ tools, publishPins, cleanSessions, keepTenantKeys, log }),
  });
  await queue.send("publish-pins");
  const send = async (id: string): Promise<void> => {
    try {
      await queue.send(signUpJob, id);
    } catch (error) {
      log.warn({ job: signUpJob, error }, "a sign-up was not queued; the sweep will find it");
    }
  };
  const publishSoon = async (): Promise<void> => {
    try {
      await queue.send("publish-pins");
    } catch (error) {
      log.warn({ job: "publish-pins", error }, "a publication was not queued; the next one is due within ten minutes");
    }
  };
  const publications = await catalog.listen("publish_pins", () => void publishSoon());
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
  const metricsServer = createMetricsServer(metrics);
  if (config.metricsListen !== undefined) {
    const { host, port } = config.metricsListen;
    await listen(metricsServer, host, port, "BAILIWICK_METRICS_PORT");
  }
  log.info({ region, telemetry: config.telemetry }, "started");

  onShutdown({
    log,
    stopWithParent: config.stopWithParent,
    steps: [
      {
        name: "notifications",
        seconds: 1,
        run() {
          clearInterval(sweeping);
          return Promise.all([listening.unlisten(), publications.unlisten()]);
        },
      },
      { name: "jobs under way", seconds: 11, run: () => queue.stop() },
      { name: "pin maps", seconds: 1, run: () => source.stop() },
      {
        name: "requests for metrics",
        seconds: 1,
        run: () => drain(metricsServer),
        cut: () => metricsServer.closeAllConnections(),
      },
      // Less than the driver's own patience, so that it is said.
      { name: "database connections", seconds: 4, run: () => Promise.all([database.close(), platform.close()]) },
    ],
  });
};

await startOrExplain(start);
