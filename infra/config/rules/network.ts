import { registryOf } from "../registry-of.ts";
import { problem, type Rule } from "./rule.ts";

export const adoptedNetworkIsWhole: Rule = function* ({ settings }) {
  if (!("adopt" in settings.network)) return;
  const { privateSubnetIds, databaseSubnetIds, ingressSubnetIds, routeTableIds } = settings.network.adopt;
  const lists = { privateSubnetIds, databaseSubnetIds, ingressSubnetIds, routeTableIds };
  for (const [name, ids] of Object.entries(lists)) {
    if (new Set(ids).size < ids.length) yield problem(`network.adopt.${name}`, "must not name one of them twice");
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

export const clientsAreNear: Rule = function* ({ settings: { mode, clientRanges } }) {
  if (mode === "saas" && clientRanges.length > 0) {
    yield problem(
      "clientRanges",
      "must be empty in SaaS: the load balancer is public, tenants restrict their addresses",
    );
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
