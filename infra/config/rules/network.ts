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
