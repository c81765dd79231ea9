import type { Container } from "../container.ts";
import { ports } from "../parts.ts";
import { secretField } from "../secret-field.ts";
import {
  databaseEnvironment,
  placeEnvironment,
  productEnvironment,
  storeEnvironment,
  telemetryEnvironment,
} from "./core-api-environment.ts";
import { commands } from "./core-api-image.ts";
import type { ProcessFacts } from "./process-facts.ts";
import { declared } from "./variables.ts";

/** Container of the core API, which listens with a certificate of the region's own authority. */
export const apiContainers = (facts: ProcessFacts): readonly [Container] => {
  const { context, secrets, logGroups } = facts;
  return [
    {
      name: "api",
      image: context.settings.images.coreApi,
      command: commands.api,
      essential: true,
      environment: declared(
        {
          ...placeEnvironment(facts),
          ...productEnvironment(facts),
          ...databaseEnvironment(facts),
          ...storeEnvironment(facts),
          BAILIWICK_HOST: "0.0.0.0",
          BAILIWICK_PORT: String(ports.api),
        },
        telemetryEnvironment(facts),
      ),
      secrets: declared({
        BAILIWICK_ADMIN_KEY: secrets.adminKey,
        BAILIWICK_EDGE_KEYS: secrets.edgeKeys,
        BAILIWICK_PIN_PEPPER: secrets.pinPepper,
        BAILIWICK_PIN_PUBLIC_KEY: secrets.pinPublicKey,
        BAILIWICK_TLS_CERTIFICATE: secretField(secrets.originTls, "certificate"),
        BAILIWICK_TLS_PRIVATE_KEY: secretField(secrets.originTls, "privateKey"),
      }),
      ports: [ports.api],
      health: { command: commands.health, everySeconds: 10, timeoutSeconds: 5, failures: 3, graceSeconds: 60 },
      stopSeconds: 60,
      after: [],
      log: { group: logGroups.api, region: context.settings.region },
    },
  ];
};
