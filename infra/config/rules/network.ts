import { covers, overlap, parseRange } from "../cidr.ts";
import { registryOf } from "../registry-of.ts";
import { problem, type Rule } from "./rule.ts";

/** Both of these take what the schema has read already. */
const inside = (whole: string, part: string): boolean => {
  const [outer, inner] = [parseRange(whole), parseRange(part)];
  return outer !== undefined && inner !== undefined && covers(outer, inner);
};
const overlapping = (one: string, other: string): boolean => {
  const [left, right] = [parseRange(one), parseRange(other)];
  return left !== undefined && right !== undefined && overlap(left, right);
};

export const adoptedNetworkIsWhole: Rule = function* ({ settings }) {
  if (!("adopt" in settings.network)) return;
  const { privateSubnetIds, databaseSubnetIds, ingressSubnetIds, routeTableIds } = settings.network.adopt;
  const lists = { privateSubnetIds, databaseSubnetIds, ingressSubnetIds, routeTableIds };
  for (const [name, ids] of Object.entries(lists)) {
    if (new Set(ids).size < ids.length) yield problem(`network.adopt.${name}`, "must not name one of them twice");
  }
  const { cidr, ingressCidrs = [] } = settings.network.adopt;
  for (const [at, range] of ingressCidrs.entries()) {
    if (!inside(cidr, range)) {
      yield problem(`network.adopt.ingressCidrs.${at}`, `must lie in the network, ${cidr}: ${range} does not`);
    }
  }
  const both = databaseSubnetIds.filter((id) => privateSubnetIds.includes(id));
  if (both.length > 0) {
    yield problem(
      "network.adopt.databaseSubnetIds",
      `must not have ${both.join(", ")}: tasks have subnets of their own`,
    );
  }
  const shared = ingressSubnetIds.filter((id) => privateSubnetIds.includes(id) || databaseSubnetIds.includes(id));
  if (settings.mode === "saas" && shared.length > 0) {
    yield problem(
      "network.adopt.ingressSubnetIds",
      `must not have ${shared.join(", ")}: a public subnet is not private`,
    );
  }
};

/** Tasks reach S3 by its prefix list, and only a gateway endpoint that the stamp makes tells which that is. */
export const storageIsReached: Rule = function* ({ settings }) {
  if (!("adopt" in settings.network)) return;
  const { endpoints, s3PrefixListId } = settings.network.adopt;
  if (endpoints.includes("s3") && s3PrefixListId === undefined) {
    yield problem(
      "network.adopt.s3PrefixListId",
      "is missing: it is the id of com.amazonaws.<region>.s3 in `aws ec2 describe-managed-prefix-lists`",
    );
  }
};

/** A network ACL takes 20 rules a direction, and a range of clients three of them; a security group takes 60, and a range two. */
export const mostClientRanges = { create: 6, adopt: 20 } as const;

export const clientsAreNear: Rule = function* ({ settings: { mode, clientRanges, network } }) {
  if (mode === "saas" && clientRanges.length > 0) {
    yield problem(
      "clientRanges",
      "must be empty in SaaS: the load balancer is public, tenants restrict their addresses",
    );
  }
  const most = "create" in network ? mostClientRanges.create : mostClientRanges.adopt;
  if (clientRanges.length > most) {
    const why =
      "create" in network
        ? "AWS takes 20 rules in a network ACL, and each range needs three"
        : "AWS takes 60 rules in a security group, and each range needs two";
    yield problem("clientRanges", `must be at most ${most}, not ${clientRanges.length}: ${why}; name wider ranges`);
  }
  const own = "create" in network ? network.create.cidr : network.adopt.cidr;
  for (const [at, range] of clientRanges.entries()) {
    const other = [own, ...clientRanges.slice(0, at)].find((before) => overlapping(before, range));
    if (other === undefined) continue;
    const which = other === own ? `the network's own range, ${own}` : other;
    yield problem(`clientRanges.${at}`, `must not overlap ${which}; ${range} does`);
  }
};

/** The edge asks the other regions' edges for their public pin maps. */
export const mapsCanBeFetched: Rule = function* ({ settings, product }) {
  const { egress } = "create" in settings.network ? settings.network.create : settings.network.adopt;
  const known = registryOf(product, settings).regions.length;
  const where = "create" in settings.network ? "network.create.egress" : "network.adopt.egress";
  if (known > 1 && egress === "none") {
    yield problem(where, `must be "nat": this region knows ${known - 1} other and fetches its public pin map`);
  }
  if (known === 1 && egress === "nat" && settings.mode === "invpc") {
    yield problem(where, 'must be "none": the only region of an install has nobody to ask, so nothing needs to leave');
  }
};
