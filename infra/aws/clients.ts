import type { AwsStampSettings } from "../config/aws-schema.ts";

type Settings = Pick<AwsStampSettings, "mode" | "edge" | "network" | "clientRanges">;

/** True when a load balancer of the stamp is on the internet: in SaaS, unless Cloudflare answers for it. */
export const isPublic = ({ mode, edge }: Pick<Settings, "mode" | "edge">): boolean =>
  mode === "saas" && edge.placement === "regional";

/** Range of the network, made or adopted. */
export const networkCidr = ({ network }: Pick<Settings, "network">): string =>
  "create" in network ? network.create.cidr : network.adopt.cidr;

/** True when tasks may open connections to the internet. */
export const hasEgress = ({ network }: Pick<Settings, "network">): boolean =>
  ("create" in network ? network.create : network.adopt).egress === "nat";

/** Ranges whose clients may ask the load balancer. */
export const clientRanges = (settings: Settings): readonly string[] =>
  isPublic(settings) ? ["0.0.0.0/0"] : [networkCidr(settings), ...settings.clientRanges];

/** Where Cloudflare's connector calls out to (TCP); the tunnel's requests come back on the same connection. */
export const tunnelPort = 7844;

/** Ports on which tasks open connections to addresses outside of the network. S3's gateway is one of them. */
export const outwardPorts = ({ edge }: Pick<Settings, "edge">): readonly number[] =>
  edge.placement === "cloudflare" ? [443, tunnelPort] : [443];
