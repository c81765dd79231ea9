import { ofType } from "../captured.ts";
import { at, finding, type GraphInvariant, listAt, valueAt } from "./invariant.ts";

const script = "cloudflare:index/workersScript:WorkersScript";
/** What a Worker may hold: what it is told, and in a region the way to its origin. */
const held = new Set(["json", "vpc_service"]);

export const workersKeepNothing: GraphInvariant = {
  id: "workers-keep-nothing",
  promise: "A Worker runs code by its digest, keeps no log and no data, and is handed no secret by the program.",
  *check({ graph }) {
    for (const worker of ofType(graph, script)) {
      for (const binding of listAt(worker, "bindings")) {
        const type = valueAt(binding, "type");
        if (!held.has(String(type))) yield finding(worker, `is bound to a ${String(type)}`);
      }
      if (!/^[0-9a-f]{64}$/.test(String(at(worker, "contentSha256")))) yield finding(worker, "is named by no digest");
      if (at(worker, "observability.enabled") !== false) yield finding(worker, "keeps logs abroad");
      if (at(worker, "logpush") !== false) yield finding(worker, "sends logs away");
      if (listAt(worker, "tailConsumers").length > 0) yield finding(worker, "is listened to");
    }
  },
};

/** Types that a product's region-less host may consist of. */
const regionless = new Set([
  "certificatePack:CertificatePack",
  "dnsRecord:DnsRecord",
  "hostnameTlsSetting:HostnameTlsSetting",
  "workersCustomDomain:WorkersCustomDomain",
  "workersRoute:WorkersRoute",
  "workersScript:WorkersScript",
  "zoneSetting:ZoneSetting",
]);

export const regionlessHoldsNothing: GraphInvariant = {
  id: "region-less-holds-nothing",
  promise:
    "The region-less host is names, a Worker and settings of the zone: it has no origin and nothing to hold data.",
  *check({ graph }) {
    for (const resource of graph.resources) {
      const known =
        regionless.has(resource.type.replace("cloudflare:index/", "")) ||
        resource.type === "pulumi:providers:cloudflare";
      if (resource.custom && !known) yield finding(resource, `is a ${resource.type}`);
    }
    for (const worker of ofType(graph, script)) {
      const origins = listAt(worker, "bindings").filter((binding) => valueAt(binding, "type") !== "json");
      if (origins.length > 0) yield finding(worker, "has a way to somewhere");
    }
  },
};
