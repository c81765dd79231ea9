import type { Input } from "@pulumi/pulumi";
import { type Container, writableVolume } from "../container.ts";
import { joined } from "../joined.ts";
import { ports } from "../parts.ts";
import { secretField } from "../secret-field.ts";
import { telemetryEnvironment } from "./core-api-environment.ts";
import { originName, type ProcessFacts, productFile } from "./process-facts.ts";
import { declared } from "./variables.ts";

export interface EdgeProcessFacts extends ProcessFacts {
  /** Host of the balancer in front of the core API. */
  readonly originHost: Input<string>;
}

/** Container of the edge: the region's front door, which calls nothing of AWS. */
export const edgeContainers = (facts: EdgeProcessFacts): readonly [Container] => {
  const { context, network, secrets, logGroups, originHost } = facts;
  const { product, registry, region, settings } = context;
  return [
    {
      name: "edge",
      image: settings.images.edge,
      essential: true,
      environment: declared(
        {
          BAILIWICK_ORIGIN: joined(originHost, `:${ports.origin}`),
          BAILIWICK_ORIGIN_NAME: originName(context),
          BAILIWICK_PLAIN_HTTP_PORT: String(ports.edgeRedirect),
          BAILIWICK_PORT: String(ports.edge),
          BAILIWICK_PRODUCT_FILE: productFile(product),
          BAILIWICK_REGION: region.id,
          BAILIWICK_REGISTRY: JSON.stringify(registry),
          BAILIWICK_TRUSTED_HOPS: network.ingressCidrs.join(","),
          BAILIWICK_WORK_FOLDER: writableVolume.path,
          ...(context.stack.mode === "saas" ? {} : { BAILIWICK_HSTS: customersHsts(product) }),
        },
        telemetryEnvironment(facts),
      ),
      secrets: declared({
        BAILIWICK_EDGE_KEYS: secrets.edgeKeys,
        // Its certificate alone: the secret has the key too.
        BAILIWICK_ORIGIN_CA: secretField(secrets.originCa, "certificate"),
        BAILIWICK_PIN_PEPPER: secrets.pinPepper,
        BAILIWICK_PIN_PUBLIC_KEY: secrets.pinPublicKey,
        BAILIWICK_TLS_CERTIFICATE: secretField(secrets.edgeTls, "certificate"),
        BAILIWICK_TLS_PRIVATE_KEY: secretField(secrets.edgeTls, "privateKey"),
      }),
      ports: [ports.edge, ports.edgeRedirect],
      health: edgeHealth,
      stopSeconds: 60,
      after: [],
      log: { group: logGroups.edge, region: settings.region },
    },
  ];
};

const edgeHealth = {
  command: ["/nodejs/bin/node", "/app/edge/deploy/health.ts"],
  everySeconds: 10,
  timeoutSeconds: 5,
  failures: 3,
  graceSeconds: 60,
} as const;

/** On a host below a customer's own domain: its other hosts are not ours to bind, nor its entry in browsers' lists. */
const customersHsts = ({ transport: { hsts } }: ProcessFacts["context"]["product"]): string =>
  JSON.stringify({ maxAgeSeconds: hsts.maxAgeSeconds, includeSubDomains: false, preload: false });
