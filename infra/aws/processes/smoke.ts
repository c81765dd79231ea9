import type { Container } from "../container.ts";
import { commands } from "./core-api-image.ts";
import type { ProcessFacts } from "./process-facts.ts";

/**
 * Container of the region's own check: it asks the front door as any client does, and has nothing of the region's. So it
 * signs in nowhere, and leaves out what only a tenant's name shows.
 */
export const smokeContainers = ({ context, logGroups }: ProcessFacts): readonly [Container] => [
  {
    name: "smoke",
    image: context.settings.images.coreApi,
    command: [
      ...[...commands.commandLine, "region", "check", context.region.baseUrl],
      ...["--no-sign-in", "--tls-minimum", context.facts.tlsMinimum],
    ],
    essential: true,
    environment: {},
    secrets: {},
    ports: [],
    stopSeconds: 30,
    after: [],
    log: { group: logGroups.smoke, region: context.settings.region },
  },
];
