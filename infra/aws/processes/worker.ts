import { jsonStringify } from "@pulumi/pulumi";
import { type Container, writableVolume } from "../container.ts";
import { type RegionSecret, regionSecrets } from "../parts.ts";
import { tenantKeyScope } from "../tenant-keys.ts";
import {
  databaseEnvironment,
  placeEnvironment,
  productEnvironment,
  storeEnvironment,
  telemetryEnvironment,
} from "./core-api-environment.ts";
import { commands, workerHealth } from "./core-api-image.ts";
import { originName, type ProcessFacts } from "./process-facts.ts";
import { declared, type Environment, type Variable } from "./variables.ts";

/** Where the first container leaves the region's secrets for the second. */
const secretFolder = `${writableVolume.path}/secrets`;
const secretFile = (secret: RegionSecret): string => `${secretFolder}/${secret}`;

/** On loopback only: the health command asks there. */
const metricsPort = 9464;

/**
 * Containers of the worker: `init` makes the region's secrets where they are missing and migrates, then the worker starts.
 * ECS reads the secrets of all containers before it starts the first, so what `init` is about to make it cannot hand to the
 * worker; `init` does that itself, through the task's volume.
 */
export const workerContainers = (facts: ProcessFacts): readonly [init: Container, worker: Container] => [
  init(facts),
  worker(facts),
];

const init = (facts: ProcessFacts): Container => {
  const { context, databases, secrets, logGroups } = facts;
  return {
    name: "init",
    image: context.settings.images.coreApi,
    command: [...commands.commandLine, "region", "init", "--migrate"],
    essential: false,
    environment: declared({
      ...placeEnvironment(facts),
      ...databaseEnvironment(facts),
      BAILIWICK_ORIGIN_NAME: originName(context),
      BAILIWICK_SECRET_FOLDER: secretFolder,
      BAILIWICK_SECRET_IDS: jsonStringify(Object.fromEntries(regionSecrets.map((id) => [id, secrets[id]]))),
    }),
    // RDS made these before the task existed.
    secrets: declared({
      BAILIWICK_DATABASE_SUPERUSER: databases.catalog.masterSecretArn,
      ...tenantSuperusers(databases.tenantServers),
    }),
    ports: [],
    stopSeconds: 120,
    after: [],
    log: { group: logGroups.worker, region: context.settings.region },
  };
};

const worker = (facts: ProcessFacts): Container => {
  const { context, storage, logGroups } = facts;
  const { settings, stack, region, product, facts: promised } = context;
  const tenantKeys = tenantKeyScope(stack, region, product.keys);
  return {
    name: "worker",
    image: settings.images.coreApi,
    command: commands.worker,
    essential: true,
    environment: declared(
      {
        ...placeEnvironment(facts),
        ...productEnvironment(facts),
        ...databaseEnvironment(facts),
        ...storeEnvironment(facts),
        BAILIWICK_AUDIT_BUCKET: storage.audit.name,
        BAILIWICK_AUDIT_LOCK_MODE: promised.auditLockMode,
        BAILIWICK_AUDIT_RETENTION_DAYS: String(promised.auditLockDays),
        BAILIWICK_KMS_TENANT_ALIAS_PREFIX: tenantKeys.aliasPrefix,
        BAILIWICK_KMS_TENANT_STACK: tenantKeys.stack,
        BAILIWICK_METRICS_PORT: String(metricsPort),
        BAILIWICK_PIN_PEPPER_FILE: secretFile("pinPepper"),
        BAILIWICK_PIN_PRIVATE_KEY_FILE: secretFile("pinPrivateKey"),
        BAILIWICK_PIN_PUBLIC_KEY_FILE: secretFile("pinPublicKey"),
      },
      telemetryEnvironment(facts),
    ),
    secrets: {},
    ports: [],
    health: {
      command: workerHealth(metricsPort),
      everySeconds: 30,
      timeoutSeconds: 10,
      failures: 3,
      graceSeconds: 120,
    },
    stopSeconds: 120,
    after: ["init"],
    log: { group: logGroups.worker, region: settings.region },
  };
};

/** Variable of the first user of a tenant server, by the server's id. */
export const superuserVariable = (server: string): Variable =>
  `BAILIWICK_TENANT_SUPERUSER_${server.toUpperCase().replaceAll("-", "_")}`;

const tenantSuperusers = (servers: ProcessFacts["databases"]["tenantServers"]): Environment =>
  Object.fromEntries(
    Object.entries(servers).map(([id, { masterSecretArn }]) => [superuserVariable(id), masterSecretArn]),
  );
