import type { AwsStampSettings } from "../config/aws-schema.ts";

type Settings = Pick<AwsStampSettings, "mode" | "edge" | "network" | "clientRanges" | "models">;

/** What nobody routes on the internet (RFC 1918, RFC 6598). */
export const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"] as const;

/** True when a load balancer of the stamp is on the internet: in SaaS, unless Cloudflare answers for it. */
export const isPublic = ({ mode, edge }: Pick<Settings, "mode" | "edge">): boolean =>
  mode === "saas" && edge.placement === "regional";

/** True when clients come by the internet: to the stamp's own load balancer, or to Cloudflare. */
export const hasOutsideDoor = ({ mode }: Pick<Settings, "mode">): boolean => mode === "saas";

/** Range of the network, made or adopted. */
export const networkCidr = ({ network }: Pick<Settings, "network">): string =>
  "create" in network ? network.create.cidr : network.adopt.cidr;

/** True when tasks may open connections to the internet. */
export const hasEgress = ({ network }: Pick<Settings, "network">): boolean =>
  ("create" in network ? network.create : network.adopt).egress === "nat";

/** Ranges whose clients may ask the load balancer. */
export const clientRanges = (
  settings: Pick<Settings, "mode" | "edge" | "network" | "clientRanges">,
): readonly string[] => (isPublic(settings) ? ["0.0.0.0/0"] : [networkCidr(settings), ...settings.clientRanges]);

/** Where Cloudflare's connector calls out to (UDP, QUIC); the tunnel's requests come back on the same connection. */
export const tunnelPort = 7844;

/** Port of the customer's own model endpoint. */
export const customerModelPort = ({ models }: Pick<Settings, "models">): number | undefined => {
  if (models === "none" || !("customer" in models)) return undefined;
  const { port } = new URL(models.customer);
  return port === "" ? 443 : Number(port);
};

/** Ports (TCP) on which tasks open connections to addresses outside of the network. S3's gateway is one of them. */
export const outwardPorts = (settings: Pick<Settings, "mode" | "edge" | "models">): readonly number[] => {
  const asked = [
    443,
    // The region's own check asks for the redirect of a front door on the internet.
    ...(hasOutsideDoor(settings) ? [80] : []),
    ...[customerModelPort(settings) ?? []].flat(),
  ];
  return [...new Set(asked)];
};

/** The same of datagrams. */
export const outwardDatagramPorts = ({ edge }: Pick<Settings, "edge">): readonly number[] =>
  edge.placement === "cloudflare" ? [tunnelPort] : [];
