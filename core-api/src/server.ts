import { createPinDirectory } from "@bailiwick/contract/pins";
import { createServer } from "./create-server.ts";
import { createReadiness } from "./modules/health/readiness.ts";
import { apiModules } from "./modules/index.ts";
import { blobStoreFrom } from "./platform/blob/index.ts";
import { watchCertificates } from "./platform/certificates/index.ts";
import { readConfig, startOrExplain } from "./platform/config.ts";
import { createPlatform } from "./platform/create-platform.ts";
import { connectDatabase, waitForDatabase } from "./platform/db/index.ts";
import { drain } from "./platform/http/drain.ts";
import { listen } from "./platform/http/listen.ts";
import {
  assertKeyMatchesData,
  createKeyProbe,
  createTenantKeys,
  keyServiceFrom,
  observedKeyService,
} from "./platform/keys/index.ts";
import { createLog } from "./platform/log.ts";
import { createMetrics } from "./platform/metrics.ts";
import { startPinSource } from "./platform/pins/index.ts";
import { onShutdown } from "./platform/shutdown.ts";

const start = async (): Promise<void> => {
  const settings = await readConfig(process.env, [
    "product",
    "telemetry",
    "registry",
    "region",
    "listen",
    "tls",
    "databases",
    "databaseWaitSeconds",
    "appPassword",
    "keyService",
    "edgeKeys",
    "pinPepper",
    "adminKey",
    "blobStore",
    "logLevel",
    "stopWithParent",
  ]);
  const { registry, region, product } = settings;
  const log = createLog({ level: settings.logLevel, service: "core-api" });
  const database = connectDatabase({ ...settings.databases, password: settings.appPassword });
  const { catalog } = database;
  await waitForDatabase({
    attempt: () => catalog`select from catalog.pin_latest()`,
    url: settings.databases.url,
    login: { user: "bailiwick_app", password: settings.appPassword },
    seconds: settings.databaseWaitSeconds,
    onWait: (reason) => log.warn({ reason }, "waiting for the database"),
  });
  const metrics = createMetrics();
  const keyService = observedKeyService(keyServiceFrom(settings.keyService), { log, metrics });
  await assertKeyMatchesData(catalog, keyService);
  const keys = createTenantKeys({ catalog, keyService, cacheSeconds: product.keys.cacheSeconds });

  const directory = createPinDirectory({ registry, pepper: settings.pinPepper });
  const blobs = blobStoreFrom(settings.blobStore);
  const pins = startPinSource({ directory, registry, region: region.id, blobs, log });

  let stopping = false;
  const ready = createReadiness({
    checks: {
      database: () => catalog`select from catalog.pin_latest()`,
      keys: createKeyProbe({
        ask: () => assertKeyMatchesData(catalog, keyService),
        graceSeconds: product.keys.cacheSeconds,
      }),
      async pins() {
        const own = directory.held().find((held) => held.region === region.id);
        if (own === undefined || own.notAfter < Date.now() / 1000)
          throw new Error("the region's own pin map does not count");
      },
    },
    stopping: () => stopping,
  });

  const platform = createPlatform({ ...settings, database, directory, keys, log, metrics });
  const { server } = createServer({
    platform,
    modules: apiModules(platform, ready, settings.telemetry),
    edgeKeys: settings.edgeKeys,
    tls: settings.tls,
  });
  if (settings.tls !== undefined) watchCertificates({ certificate: settings.tls.certificate, log, metrics });
  const { host, port } = settings.listen;
  onShutdown({
    log,
    stopWithParent: settings.stopWithParent,
    steps: [
      {
        name: "requests under way",
        seconds: 10,
        run() {
          stopping = true;
          return drain(server);
        },
        cut: () => server.closeAllConnections(),
      },
      { name: "pin maps", seconds: 1, run: () => pins.stop() },
      { name: "tenants' keys", seconds: 1, run: () => keys.clear() },
      // Less than the driver's own patience, so that it is said.
      { name: "database connections", seconds: 4, run: () => database.close() },
    ],
  });
  const listening = await listen(server, host, port);
  log.info({ region: region.id, address: host, port: listening, telemetry: settings.telemetry }, "listening");
};

await startOrExplain(start);
