import type { AwsStampSettings } from "../config/aws-schema.ts";
import {
  clientRanges,
  customerModelPort,
  hasEgress,
  hasOutsideDoor,
  networkCidr,
  privateRanges,
  tunnelPort,
} from "./clients.ts";
import { type Peer, ports } from "./parts.ts";

/** Whoever is not a security group of the stamp: ranges, AWS's list of S3's addresses, a group of the customer's. */
export type Outside = { readonly ranges: readonly string[] } | "s3" | { readonly group: string };
export type End = Peer | Outside;

/** One thing that is allowed to talk to another. What is not listed is not possible. */
export interface Flow {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  /** @default tcp */
  readonly protocol?: "tcp" | "udp";
  /** Becomes the rules' description: AWS knows no apostrophe in one. */
  readonly why: string;
}

export type FlowSettings = Pick<
  AwsStampSettings,
  "mode" | "edge" | "network" | "clientRanges" | "databases" | "models"
>;

/** Tasks that run the product's containers. */
const tasks = ["edge", "api", "worker", "smoke"] as const satisfies readonly Peer[];
/** Tasks that hold connections to databases. */
const readers = ["api", "worker"] as const satisfies readonly Peer[];

/** Every flow of a stamp. Both ends' security groups are derived from it, and nothing else is. */
export const flowsOf = (settings: FlowSettings): readonly Flow[] => [
  ...inward(settings),
  ...ownCheck(settings),
  { from: "edge", to: "origin", port: ports.origin, why: "requests of tenants of this region, signed by the edge" },
  { from: "origin", to: "api", port: ports.api, why: "what the edge sent, passed on unopened, and health checks" },
  ...toDatabases(settings),
  ...toServices(settings),
  ...outward(settings),
];

function* inward(settings: FlowSettings): Iterable<Flow> {
  if (settings.edge.placement === "cloudflare") return; // the tunnel's connector calls out, nobody calls in
  const clients = { ranges: clientRanges(settings) };
  yield { from: clients, to: "ingress", port: ports.https, why: "clients of the region" };
  yield {
    from: clients,
    to: "ingress",
    port: ports.http,
    why: "clients that begin without TLS, to be sent on with 308",
  };
  yield { from: "ingress", to: "edge", port: ports.edge, why: "requests, and health checks of the balancer" };
  yield { from: "ingress", to: "edge", port: ports.edgeRedirect, why: "requests without TLS, answered with 308" };
}

function* ownCheck(settings: FlowSettings): Iterable<Flow> {
  // A front door on the internet, ours or Cloudflare's, is asked by its public addresses, which no group stands for.
  const outside = hasOutsideDoor(settings);
  const door: End = outside ? { ranges: ["0.0.0.0/0"] } : "ingress";
  if (outside && !hasEgress(settings)) return;
  yield { from: "smoke", to: door, port: ports.https, why: "the check of the region, as a client sees it" };
  yield { from: "smoke", to: door, port: ports.http, why: "the check of the redirect" };
}

function* toDatabases({ databases }: FlowSettings): Iterable<Flow> {
  const why = "the catalog and the databases of tenants, by TLS";
  if ("create" in databases) {
    for (const from of readers) yield { from, to: "database", port: ports.database, why };
    return;
  }
  const { catalog, tenantServers } = databases.adopt;
  const seen = new Set<string>();
  for (const { securityGroupId: group, port } of [catalog, ...Object.values(tenantServers)]) {
    if (seen.has(`${group}:${port}`)) continue; // servers may share a group
    seen.add(`${group}:${port}`);
    for (const from of readers) yield { from, to: { group }, port, why };
  }
}

function* toServices(settings: FlowSettings): Iterable<Flow> {
  const { network } = settings;
  for (const from of tasks) {
    yield { from, to: "endpoint", port: ports.https, why: "services of AWS by their private endpoints" };
    yield { from, to: "s3", port: ports.https, why: "layers of images, and buckets, by the gateway endpoint of S3" };
  }
  if (!("adopt" in network)) return;
  // Private names of an endpoint hold for the whole network: whoever used the service before now comes this way.
  const neighbours = { ranges: [networkCidr(settings)] };
  yield { from: neighbours, to: "endpoint", port: ports.https, why: "neighbours in the adopted network" };
  if (network.adopt.endpoints.length === 0) return;
  for (const from of tasks) {
    yield { from, to: neighbours, port: ports.https, why: "endpoints that the adopted network has already" };
  }
}

function* outward(settings: FlowSettings): Iterable<Flow> {
  const internet = { ranges: ["0.0.0.0/0"] };
  if (hasEgress(settings)) {
    yield { from: "edge", to: internet, port: ports.https, why: "public pin maps of other regions" };
    yield { from: "api", to: internet, port: ports.https, why: "identity providers that tenants configure" };
    yield { from: "worker", to: internet, port: ports.https, why: "webhooks and services that tenants connect" };
    if (settings.edge.placement === "cloudflare") {
      const why = "the tunnel of the connector of Cloudflare, by QUIC";
      yield { from: "edge", to: internet, port: tunnelPort, protocol: "udp", why };
    }
  }
  const port = customerModelPort(settings);
  if (port !== undefined) {
    yield { from: "api", to: { ranges: privateRanges }, port, why: "the model endpoint of the customer" };
  }
}
