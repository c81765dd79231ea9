import type { Container } from "../container.ts";
import { commands } from "./core-api-image.ts";
import type { ProcessFacts } from "./process-facts.ts";
import { declared } from "./variables.ts";

/**
 * Container of the region's own check: it asks the front door as any client does, and has no secret of the region's. So
 * it signs in nowhere, and leaves out what only an account shows: the audit round trip and the limit of sign-ins.
 */
export const smokeContainers = ({ context, logGroups }: ProcessFacts): readonly [Container] => {
  const { ingress } = context.settings;
  const authority = "certificateArn" in ingress ? ingress.authority : undefined;
  return [
    {
      name: "smoke",
      image: context.settings.images.coreApi,
      command: [
        ...[...commands.commandLine, "region", "check", context.region.baseUrl],
        ...["--no-sign-in", "--tls-minimum", context.facts.tlsMinimum],
      ],
      essential: true,
      // Its keys, so that the pin map must be signed by one of those and not by one that the region itself shows.
      environment: declared({
        ...(authority === undefined ? {} : { BAILIWICK_CHECK_CA: authority }),
        BAILIWICK_REGISTRY: JSON.stringify(context.registry),
      }),
      secrets: {},
      ports: [],
      stopSeconds: 30,
      after: [],
      log: { group: logGroups.smoke, region: context.settings.region },
    },
  ];
};
