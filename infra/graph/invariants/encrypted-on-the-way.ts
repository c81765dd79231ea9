import { type CapturedResource, ofType } from "../captured.ts";
import { at, type Finding, finding, type Invariant, type Judged, listAt, valueAt } from "./invariant.ts";

/** Policies of the load balancer without a cipher that is weak, by the least version they let in. */
const policies: Readonly<Record<"1.2" | "1.3", readonly string[]>> = {
  "1.2": [
    "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
  ],
  "1.3": ["ELBSecurityPolicy-TLS13-1-3-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-3-2021-06"],
};

/** Where the edge answers 308 to whoever begins without TLS. */
const redirectPort = 8080;

export const encryptedOnTheWay: Invariant = {
  id: "encrypted-on-the-way",
  promise:
    "TLS from the client to the database: no listener, target or server takes plain text, port 80 only redirects.",
  *check(judged) {
    const { graph, stamp } = judged;
    for (const listener of ofType(graph, "aws:lb/listener:Listener")) yield* judgeListener(listener, judged);
    for (const group of ofType(graph, "aws:lb/targetGroup:TargetGroup")) {
      const protocol = at(group, "protocol");
      const redirects = protocol === "HTTP" && at(group, "port") === redirectPort;
      if (protocol !== "HTTPS" && protocol !== "TCP" && !redirects) yield finding(group, `sends ${String(protocol)}`);
    }
    for (const origin of ofType(graph, "cloudflare:index/connectivityDirectoryService:ConnectivityDirectoryService")) {
      if (at(origin, "httpPort") !== undefined || at(origin, "httpsPort") === undefined) {
        yield finding(origin, "is asked without TLS");
      }
    }
    if ("create" in stamp.settings.databases) yield* judgeParameters(judged);
  },
};

const judgeParameters = function* ({ graph, stamp: { facts } }: Judged): Generator<Finding> {
  const groups = ofType(graph, "aws:rds/clusterParameterGroup:ClusterParameterGroup");
  if (groups.length === 0) yield { resource: "databases", wrong: "have no parameters that force TLS" };
  for (const group of groups) {
    const value = (name: string) =>
      listAt(group, "parameters").find((parameter) => valueAt(parameter, "name") === name);
    const forced = value("rds.force_ssl");
    if (forced === undefined || valueAt(forced, "value") !== "1") yield finding(group, "does not force TLS");
    const least = value("ssl_min_protocol_version");
    const floor = least && valueAt(least, "value");
    if (floor !== "TLSv1.3" && !(floor === "TLSv1.2" && facts.tlsMinimum === "1.2")) {
      yield finding(group, `takes TLS below ${facts.tlsMinimum}`);
    }
  }
};

const judgeListener = function* (listener: CapturedResource, { graph, stamp }: Judged): Generator<Finding> {
  const protocol = at(listener, "protocol");
  const targets = listAt(listener, "defaultActions").map((action) => targetOf(action, graph));
  if (targets.length !== 1) yield finding(listener, "does more than one thing");
  const [target] = targets;
  if (target === undefined) yield finding(listener, "sends requests to something that is not the stamp's");
  const sends = target === undefined ? undefined : at(target, "protocol");

  if (protocol === "TCP") {
    // Passes TLS through, between parts of the stamp.
    const inside = ofType(graph, "aws:lb/loadBalancer:LoadBalancer").some(
      (balancer) =>
        at(listener, "loadBalancerArn") === balancer.id &&
        at(balancer, "loadBalancerType") === "network" &&
        at(balancer, "internal") === true,
    );
    if (!inside) yield finding(listener, "passes plain TCP on a balancer that is not an inner one");
  } else if (protocol === "HTTP" && at(listener, "port") === 80) {
    if (target === undefined || at(target, "port") !== redirectPort) yield finding(listener, "does not redirect");
  } else if (protocol !== "HTTPS") {
    yield finding(listener, `listens for ${String(protocol)}`);
  } else {
    const policy = String(at(listener, "sslPolicy"));
    if (!policies[stamp.facts.tlsMinimum].includes(policy)) {
      yield finding(listener, `has the TLS policy ${policy}, which is none of those for ${stamp.facts.tlsMinimum}`);
    }
    if (sends !== "HTTPS") yield finding(listener, `sends ${String(sends)} on`);
  }
};

/** The target group that an action forwards to; `undefined` for any other action and for groups of others. */
const targetOf = (action: Parameters<typeof valueAt>[0], graph: Judged["graph"]): CapturedResource | undefined => {
  if (valueAt(action, "type") !== "forward") return undefined;
  const arn = valueAt(action, "targetGroupArn");
  return ofType(graph, "aws:lb/targetGroup:TargetGroup").find(({ id }) => id === arn);
};
