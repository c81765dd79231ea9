import type { Judged } from "./invariant.ts";

/** Parts of the stamp, by the security group that each has. */
export type Part = "ingress" | "edge" | "origin" | "api" | "worker" | "smoke" | "database" | "endpoint";

/** Everything that may talk to something, with who begins it first. `range:` and `group:` are not the stamp's. */
export type ListedFlow = `${string} > ${string} ${"tcp" | "udp"} ${number}`;

/** What every stamp may have. A range that means the world stands in no other list than that of doors. */
const always: readonly ListedFlow[] = [
  "ingress > edge tcp 8443",
  "ingress > edge tcp 8080",
  "edge > origin tcp 8443",
  "origin > api tcp 8443",
  "smoke > ingress tcp 443",
  "smoke > ingress tcp 80",
  ...(["edge", "api", "worker", "smoke"] as const).flatMap((task): readonly ListedFlow[] => [
    `${task} > endpoint tcp 443`,
    `${task} > s3 tcp 443`,
  ]),
];

const world = "range:0.0.0.0/0";
const privately = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** The flows that the stack file allows. */
export const listedFlows = ({ stamp: { settings } }: Judged): ReadonlySet<string> => {
  const { mode, edge, network, clientRanges, databases, models } = settings;
  const brought = "adopt" in network ? network.adopt : undefined;
  const own = `range:${brought === undefined && "create" in network ? network.create.cidr : brought?.cidr}`;
  const leaves = "create" in network ? network.create.egress === "nat" : network.adopt.egress === "nat";
  const flows = new Set<string>(always);
  const add = (...more: readonly ListedFlow[]): void => {
    for (const flow of more) flows.add(flow);
  };

  const clients = mode === "saas" ? [world] : [own, ...clientRanges.map((range) => `range:${range}`)];
  if (edge.placement === "regional") {
    for (const from of clients) add(`${from} > ingress tcp 443`, `${from} > ingress tcp 80`);
  }
  if (leaves) {
    for (const task of ["edge", "api", "worker"]) add(`${task} > ${world} tcp 443`);
    if (mode === "saas") add(`smoke > ${world} tcp 443`, `smoke > ${world} tcp 80`);
    if (edge.placement === "cloudflare") add(`edge > ${world} udp 7844`);
  }
  const servers =
    "adopt" in databases ? [databases.adopt.catalog, ...Object.values(databases.adopt.tenantServers)] : [];
  for (const task of ["api", "worker"]) {
    if (servers.length === 0) add(`${task} > database tcp 5432`);
    for (const { securityGroupId, port } of servers) add(`${task} > group:${securityGroupId} tcp ${port}`);
  }
  if (brought !== undefined) {
    add(`${own} > endpoint tcp 443`);
    if (brought.endpoints.length > 0) {
      for (const task of ["edge", "api", "worker", "smoke"]) add(`${task} > ${own} tcp 443`);
    }
  }
  if (models !== "none" && "customer" in models) {
    const { port } = new URL(models.customer);
    for (const range of privately) add(`api > range:${range} tcp ${port === "" ? 443 : Number(port)}`);
  }
  return flows;
};
