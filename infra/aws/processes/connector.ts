import type { Container } from "../container.ts";
import type { ProcessFacts } from "./process-facts.ts";

export interface ConnectorFacts extends Pick<ProcessFacts, "context" | "logGroups"> {
  /** By digest. */
  readonly image: string;
  /** Holds the tunnel's token. */
  readonly tokenSecretArn: string;
}

const metrics = "127.0.0.1:2000";
const program = ["cloudflared", "tunnel", "--metrics", metrics] as const;

/** Container of Cloudflare's connector: it dials out, and what comes back goes to the origin's balancer and nowhere else. */
export const connectorContainers = ({
  context,
  logGroups,
  image,
  tokenSecretArn,
}: ConnectorFacts): readonly [Container] => [
  {
    name: "connector",
    image,
    // A VPC service needs QUIC; the image is pinned, so it must not update itself.
    command: [...program.slice(1), "--no-autoupdate", "--protocol", "quic", "run"],
    essential: true,
    environment: {},
    secrets: { TUNNEL_TOKEN: tokenSecretArn },
    ports: [],
    health: {
      command: [...program, "ready"],
      everySeconds: 10,
      timeoutSeconds: 5,
      failures: 3,
      graceSeconds: 60,
    },
    stopSeconds: 60,
    after: [],
    log: { group: logGroups.edge, region: context.settings.region },
  },
];
