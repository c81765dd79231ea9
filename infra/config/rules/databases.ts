import { awsDomain } from "../aws-domain.ts";
import type { AwsStampSettings } from "../aws-schema.ts";
import { problem, type Rule } from "./rule.ts";

type Server = Extract<AwsStampSettings["databases"], { adopt: unknown }>["adopt"]["catalog"];

const serverName = ({ host, port }: Server): string => `${host}:${port}`;

const prefixed = (servers: Readonly<Record<string, Server>>): Readonly<Record<string, Server>> =>
  Object.fromEntries(Object.entries(servers).map(([id, server]) => [`tenantServers.${id}`, server]));

export const serversAreApart: Rule = function* ({ settings }) {
  const { databases } = settings;
  if ("adopt" in databases) {
    const { catalog, tenantServers } = databases.adopt;
    if (Object.keys(tenantServers).length === 0) {
      yield problem("databases.adopt.tenantServers", "must name a server; the catalog's may be named again");
    }
    const servers = Object.values(tenantServers).map(serverName);
    if (new Set(servers).size < servers.length) {
      yield problem("databases.adopt.tenantServers", "must be different servers: two names for one are one");
    }
    const named = { catalog, ...prefixed(tenantServers) };
    for (const [name, { host }] of Object.entries(named)) {
      const end = `.${settings.region}.rds.${awsDomain(settings.region)}`;
      if (!host.endsWith(end)) {
        yield problem(
          `databases.adopt.${name}.host`,
          `must end in ${end}: tasks tell the master's password to no other`,
        );
      }
    }
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

/** Servers that are there stand in a network that is there: nobody could reach them from one that this `up` makes. */
export const serversAreReached: Rule = function* ({ settings: { databases, network } }) {
  if ("adopt" in databases && "create" in network) {
    yield problem(
      "network",
      "must be {adopt: …}, the network of the servers in databases.adopt: no other reaches them",
    );
  }
};
