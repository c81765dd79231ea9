import { type CapturedResource, ofType } from "../captured.ts";
import { at, finding, type Invariant, listAt, valueAt } from "./invariant.ts";

/** Policies of the load balancer without a cipher that is weak, by the least version they let in. */
const policies: Readonly<Record<"1.2" | "1.3", RegExp>> = {
  "1.2": /^ELBSecurityPolicy-TLS13-1-[23]-/,
  "1.3": /^ELBSecurityPolicy-TLS13-1-3-/,
};

export const encryptedOnTheWay: Invariant = {
  id: "encrypted-on-the-way",
  promise:
    "TLS from the client to the database: no listener, target, bucket or server takes plain text, port 80 only redirects.",
  *check({ graph, stamp: { facts, settings } }) {
    for (const listener of ofType(graph, "aws:lb/listener:Listener")) yield* judgeListener(listener, facts.tlsMinimum);
    for (const group of ofType(graph, "aws:lb/targetGroup:TargetGroup")) {
      const protocol = at(group, "protocol");
      const redirects = /-redirect/.test(group.name);
      if (protocol !== "HTTPS" && protocol !== "TCP" && !redirects) yield finding(group, `sends ${String(protocol)}`);
    }
    if ("create" in settings.databases) {
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
    }
    const policiesByBucket = new Map(
      ofType(graph, "aws:s3/bucketPolicy:BucketPolicy").map((policy) => [
        at(policy, "bucket"),
        JSON.stringify(at(policy, "policy")),
      ]),
    );
    for (const bucket of ofType(graph, "aws:s3/bucket:Bucket")) {
      const text = (policiesByBucket.get(bucket.id) ?? "").replaceAll("\\", "");
      if (!text.includes('"aws:SecureTransport":"false"'))
        yield finding(bucket, "has no policy that refuses plain text");
      if (!/"s3:TlsVersion":"?1\.[23]"?/.test(text)) yield finding(bucket, "has no policy that refuses old TLS");
    }
  },
};

const judgeListener = function* (listener: CapturedResource, least: "1.2" | "1.3") {
  const protocol = at(listener, "protocol");
  if (protocol === "TCP") return; // passes TLS through
  if (protocol === "HTTP" && at(listener, "port") === 80) return;
  if (protocol !== "HTTPS") yield finding(listener, `listens for ${String(protocol)}`);
  else if (!policies[least].test(String(at(listener, "sslPolicy")))) {
    yield finding(listener, `has the TLS policy ${String(at(listener, "sslPolicy"))}, weaker than ${least}`);
  }
};
