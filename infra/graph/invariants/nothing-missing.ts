import { endpointServices } from "../../config/network-services.ts";
import { type CapturedResource, ofType } from "../captured.ts";
import { at, type Finding, finding, type Invariant, type Judged, listAt } from "./invariant.ts";

export const nothingMissing: Invariant = {
  id: "nothing-missing",
  promise:
    "Everything that the stack file asks for is there: servers, buckets with all that is said of them, endpoints.",
  *check(judged) {
    yield* judgeCounts(judged);
    yield* judgeServers(judged);
    yield* judgeBuckets(judged);
    yield* judgeEndpoints(judged);
    yield* judgeAlerts(judged);
  },
};

/** Number of resources of each type that a stamp cannot do without. */
const counts = ({ stamp: { settings } }: Judged): Readonly<Record<string, number>> => ({
  "aws:cloudtrail/trail:Trail": 1,
  "aws:cloudwatch/metricAlarm:MetricAlarm": 1,
  "aws:ec2/flowLog:FlowLog": 1,
  "aws:ecs/cluster:Cluster": 1,
  "aws:ecs/service:Service": 3,
  "aws:scheduler/schedule:Schedule": isAsked(settings) ? 1 : 0,
  "aws:sns/topic:Topic": 1,
  "aws:sns/topicSubscription:TopicSubscription": settings.alerts.emails.length,
  "aws:kms/key:Key": "create" in settings.keys ? 3 : 0,
  "aws:s3/bucket:Bucket": "create" in settings.storage ? 4 : 0,
  "aws:rds/cluster:Cluster": "create" in settings.databases ? 1 + settings.databases.create.tenantServers.length : 0,
  "aws:guardduty/detector:Detector": settings.guardDuty ? 1 : 0,
  "aws:wafv2/webAclAssociation:WebAclAssociation": settings.webAclArn === undefined ? 0 : 1,
});

/** A door on the internet is asked by its public address, which nothing inside can reach without a way out. */
const isAsked = ({ mode, network }: Judged["stamp"]["settings"]): boolean =>
  mode === "invpc" || ("create" in network ? network.create : network.adopt).egress === "nat";

const judgeCounts = function* (judged: Judged): Generator<Finding> {
  for (const [type, least] of Object.entries(counts(judged))) {
    const found = ofType(judged.graph, type).length;
    if (found < least) yield { resource: "stamp", wrong: `has ${found} of ${type}, and needs ${least}` };
  }
};

const judgeServers = function* ({ graph }: Judged): Generator<Finding> {
  const groups = new Set(
    ofType(graph, "aws:rds/clusterParameterGroup:ClusterParameterGroup").map((group) => at(group, "name")),
  );
  const instances = ofType(graph, "aws:rds/clusterInstance:ClusterInstance");
  for (const cluster of ofType(graph, "aws:rds/cluster:Cluster")) {
    const identifier = at(cluster, "clusterIdentifier");
    const own = instances.filter((instance) => at(instance, "clusterIdentifier") === identifier);
    // In an adopted network RDS spreads them over the zones of its subnets.
    const zones = new Set(own.map((instance, index) => at(instance, "availabilityZone") ?? index));
    if (zones.size < 2) yield finding(cluster, "stands in fewer than two zones");
    if (!groups.has(at(cluster, "dbClusterParameterGroupName"))) {
      yield finding(cluster, "does not have the stamp's parameters, which force TLS");
    }
    const logs = listAt(cluster, "enabledCloudwatchLogsExports");
    if (!logs.includes("postgresql")) yield finding(cluster, "keeps its log to itself");
    for (const log of logs) {
      const name = `/aws/rds/cluster/${identifier}/${log}`;
      if (!ofType(graph, "aws:cloudwatch/logGroup:LogGroup").some((group) => at(group, "name") === name)) {
        yield finding(cluster, `has no log group ${name} of the stamp's`);
      }
    }
  }
};

/** What must be said of each bucket, by the type that says it. */
const said: readonly (readonly [type: string, what: string, isSaid: (resource: CapturedResource) => boolean])[] = [
  [
    "aws:s3/bucketVersioning:BucketVersioning",
    "keeps no versions",
    (one) => at(one, "versioningConfiguration.status") === "Enabled",
  ],
  [
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "takes access lists",
    (one) => at(one, "rule.objectOwnership") === "BucketOwnerEnforced",
  ],
  [
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "keeps abandoned uploads",
    (one) => JSON.stringify(one.inputs).includes('"abortIncompleteMultipartUpload"'),
  ],
];

const judgeBuckets = function* ({ graph }: Judged): Generator<Finding> {
  const logging = ofType(graph, "aws:s3/bucketLogging:BucketLogging");
  const targets = new Set(logging.map((one) => at(one, "targetBucket")));
  for (const bucket of ofType(graph, "aws:s3/bucket:Bucket")) {
    for (const [type, what, isSaid] of said) {
      const about = ofType(graph, type).filter((one) => at(one, "bucket") === bucket.id);
      if (about.length !== 1 || !about.every(isSaid)) yield finding(bucket, what);
    }
    const logged = logging.some((one) => at(one, "bucket") === bucket.id);
    if (!logged && !targets.has(bucket.id)) yield finding(bucket, "keeps no log of who reads it");
  }
  const ids = new Set<unknown>(ofType(graph, "aws:s3/bucket:Bucket").map(({ id }) => id));
  if (targets.size > 1) yield { resource: "storage", wrong: "writes its access logs to more than one bucket" };
  for (const one of logging) {
    if (!ids.has(at(one, "targetBucket"))) yield finding(one, "writes to a bucket that is not the stamp's");
  }
};

const judgeEndpoints = function* ({ graph, stamp: { settings } }: Judged): Generator<Finding> {
  const { network } = settings;
  const there: readonly string[] = "adopt" in network ? network.adopt.endpoints : [];
  const made = ofType(graph, "aws:ec2/vpcEndpoint:VpcEndpoint");
  for (const service of ["s3", ...endpointServices].filter((one) => !there.includes(one))) {
    const name = `com.amazonaws.${settings.region}.${service}`;
    if (!made.some((endpoint) => at(endpoint, "serviceName") === name)) {
      yield { resource: "endpoints", wrong: `have none for ${service}` };
    }
  }
  for (const endpoint of made) {
    const shared = "adopt" in network && !/bedrock/.test(String(at(endpoint, "serviceName")));
    // An adopted network's neighbours come by the same endpoint, and a policy of the stamp's would shut them out.
    if (!shared && at(endpoint, "policy") === undefined) yield finding(endpoint, "lets everybody and everything pass");
  }
};

const judgeAlerts = function* ({ graph, stamp: { settings } }: Judged): Generator<Finding> {
  const [topic] = ofType(graph, "aws:sns/topic:Topic");
  const arn = ofType(graph, "aws:sns/topicPolicy:TopicPolicy").map((policy) => at(policy, "arn"))[0];
  for (const alarm of ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm")) {
    const actions = listAt(alarm, "alarmActions");
    if (at(alarm, "actionsEnabled") === false || actions.length !== 1 || actions[0] !== arn)
      yield finding(alarm, "does not go to the stamp's topic");
  }
  for (const target of ofType(graph, "aws:cloudwatch/eventTarget:EventTarget")) {
    if (at(target, "arn") !== arn) yield finding(target, "does not go to the stamp's topic");
  }
  for (const subscription of ofType(graph, "aws:sns/topicSubscription:TopicSubscription")) {
    const known = settings.alerts.emails.includes(String(at(subscription, "endpoint")));
    if (topic === undefined || !known || at(subscription, "protocol") !== "email") {
      yield finding(subscription, "tells somebody whom the stack file does not name");
    }
  }
};
