import { problem, type Rule } from "./rule.ts";

export const serversAreApart: Rule = function* ({ settings: { databases } }) {
  if ("adopt" in databases) {
    const { catalog, tenantServers } = databases.adopt;
    if (Object.keys(tenantServers).length === 0) {
      yield problem("databases.adopt.tenantServers", "must name a server; the catalog's may be named again");
    }
    if (catalog.masterSecretArn === "") yield problem("databases.adopt.catalog.masterSecretArn", "is empty");
    return;
  }
  const { minCapacity, maxCapacity, tenantServers } = databases.create;
  if (minCapacity > maxCapacity) {
    yield problem("databases.create.minCapacity", `must be at most maxCapacity, ${maxCapacity}, not ${minCapacity}`);
  }
  if (new Set(tenantServers).size < tenantServers.length) {
    yield problem("databases.create.tenantServers", "must not name a server twice");
  }
  if (tenantServers.includes("catalog")) {
    yield problem("databases.create.tenantServers", 'must not have "catalog": the catalog has a server of its own');
  }
};

/** Each key's policy says who may use it for what: one key for all would let each of them read everything. */
export const keysAreApart: Rule = function* ({ settings: { keys } }) {
  if (!("adopt" in keys)) return;
  const arns = Object.values(keys.adopt);
  if (new Set(arns).size < arns.length)
    yield problem("keys.adopt", "must name three different keys, each with its own policy");
};

export const bucketsAreApart: Rule = function* ({ settings: { storage } }) {
  if (!("adopt" in storage)) return;
  const names = Object.values(storage.adopt);
  if (new Set(names).size < names.length) {
    yield problem("storage.adopt", "must name four different buckets: each has rules of its own");
  }
};
