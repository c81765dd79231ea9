import type { Input } from "@pulumi/pulumi";
import type { IngressFacts } from "./ingress.ts";
import type { OriginFacts } from "./origin.ts";
import type { ServerFacts } from "./parts.ts";

/** When somebody is told. */
export interface AlarmRule {
  readonly part: string;
  /** What it means and where to look first. */
  readonly says: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, Input<string>>>;
  readonly statistic: "Sum" | "Average" | "Maximum" | "Minimum";
  readonly everySeconds: number;
  /** In `bad` of the last `of` periods. */
  readonly bad: number;
  readonly of: number;
  readonly when: "above" | "below";
  readonly threshold: number;
  /** What silence of the metric means. */
  readonly missing: "notBreaching" | "breaching" | "missing";
}

const sustained = { everySeconds: 60, bad: 10, of: 15, when: "above", missing: "missing" } as const;
const soon = { everySeconds: 60, bad: 3, of: 5, when: "above", missing: "notBreaching" } as const;

export const ingressAlarms = ({
  balancerSuffix,
  targetGroupSuffix,
}: Pick<IngressFacts, "balancerSuffix" | "targetGroupSuffix">): readonly AlarmRule[] => {
  const balancer = { namespace: "AWS/ApplicationELB", dimensions: { LoadBalancer: balancerSuffix } };
  const edge = { ...balancer, dimensions: { ...balancer.dimensions, TargetGroup: targetGroupSuffix } };
  return [
    {
      ...balancer,
      ...soon,
      part: "ingress-5xx",
      says: "The load balancer itself answers with 5xx: it reaches no edge, or the edge does not answer in time.",
      metric: "HTTPCode_ELB_5XX_Count",
      statistic: "Sum",
      threshold: 5,
    },
    {
      ...edge,
      ...soon,
      part: "edge-5xx",
      says: "Requests end with 5xx: see the logs of edge and api.",
      metric: "HTTPCode_Target_5XX_Count",
      statistic: "Sum",
      threshold: 10,
    },
    {
      ...edge,
      ...soon,
      part: "edge-unhealthy",
      says: "An edge task does not answer the load balancer.",
      metric: "UnHealthyHostCount",
      statistic: "Maximum",
      threshold: 0,
    },
    {
      ...edge,
      ...soon,
      part: "edge-absent",
      says: "No edge task is healthy: the region is down.",
      metric: "HealthyHostCount",
      statistic: "Minimum",
      when: "below",
      threshold: 1,
      missing: "breaching",
    },
  ];
};

export const originAlarms = ({
  balancerSuffix,
  targetGroupSuffix,
}: Pick<OriginFacts, "balancerSuffix" | "targetGroupSuffix">): readonly AlarmRule[] => {
  const origin = {
    namespace: "AWS/NetworkELB",
    dimensions: { LoadBalancer: balancerSuffix, TargetGroup: targetGroupSuffix },
  };
  return [
    {
      ...origin,
      ...soon,
      part: "api-unhealthy",
      says: "A task of the core API is not ready: its database, its keys or the region's pin map. GET /health tells which.",
      metric: "UnHealthyHostCount",
      statistic: "Maximum",
      threshold: 0,
    },
    {
      ...origin,
      ...soon,
      part: "api-absent",
      says: "No task of the core API is ready: the region is down.",
      metric: "HealthyHostCount",
      statistic: "Minimum",
      when: "below",
      threshold: 1,
      missing: "breaching",
    },
  ];
};

export const serviceAlarms = (service: string, cluster: Input<string>, name: Input<string>): readonly AlarmRule[] => {
  const of = { ...sustained, dimensions: { ClusterName: cluster, ServiceName: name } };
  return [
    {
      ...of,
      part: `${service}-tasks-cpu`,
      says: `The ${service} stays near the end of its processors although tasks are added: raise capacity.${service}.`,
      namespace: "AWS/ECS",
      metric: "CPUUtilization",
      statistic: "Average",
      threshold: 85,
    },
    {
      ...of,
      part: `${service}-tasks-memory`,
      says: `The ${service} is near the end of its memory; beyond it the task is killed.`,
      namespace: "AWS/ECS",
      metric: "MemoryUtilization",
      statistic: "Maximum",
      threshold: 90,
    },
    {
      ...of,
      ...soon,
      part: `${service}-tasks-absent`,
      says: `No task of the ${service} runs.`,
      namespace: "ECS/ContainerInsights",
      metric: "RunningTaskCount",
      statistic: "Minimum",
      when: "below",
      threshold: 1,
      missing: "breaching",
    },
  ];
};

const gibibyte = 1024 ** 3;

export const databaseAlarms = (
  part: string,
  { kind, identifier }: Pick<ServerFacts, "kind" | "identifier">,
): readonly AlarmRule[] => {
  const of = {
    ...sustained,
    namespace: "AWS/RDS",
    dimensions: { [kind === "cluster" ? "DBClusterIdentifier" : "DBInstanceIdentifier"]: identifier },
  };
  const cpu: AlarmRule = {
    ...of,
    part: `database-${part}-cpu`,
    says: `The server ${part} stays near the end of its processors.`,
    metric: "CPUUtilization",
    statistic: "Average",
    threshold: 85,
  };
  return [cpu, ...(kind === "cluster" ? auroraAlarms(part, of) : instanceAlarms(part, of))];
};

type Common = Pick<AlarmRule, "namespace" | "dimensions" | "everySeconds" | "bad" | "of" | "when" | "missing">;

const auroraAlarms = (part: string, of: Common): readonly AlarmRule[] => [
  {
    ...of,
    part: `database-${part}-capacity`,
    says: `The server ${part} is near the most capacity units it may use: raise databases.create.maxCapacity.`,
    metric: "ACUUtilization",
    statistic: "Average",
    threshold: 90,
  },
  {
    ...of,
    part: `database-${part}-memory`,
    says: `The server ${part} has little memory left, most often for too many connections.`,
    metric: "FreeableMemory",
    statistic: "Minimum",
    when: "below",
    threshold: gibibyte / 8,
  },
  {
    ...of,
    part: `database-${part}-local-storage`,
    says: `The server ${part} has little room for temporary files: a query sorts or joins more than fits.`,
    metric: "FreeLocalStorage",
    statistic: "Minimum",
    when: "below",
    threshold: 2 * gibibyte,
  },
  {
    ...of,
    part: `database-${part}-replica-lag`,
    says: `A reader of ${part} is more than a second behind; after a failover it would first have to catch up.`,
    metric: "AuroraReplicaLagMaximum",
    statistic: "Maximum",
    threshold: 1_000,
    // One writer alone has no readers that could lag.
    missing: "notBreaching",
  },
  {
    ...of,
    part: `database-${part}-connections`,
    says: `The server ${part} has more connections open than its tasks should need.`,
    metric: "DatabaseConnections",
    statistic: "Maximum",
    threshold: 800,
  },
];

const instanceAlarms = (part: string, of: Common): readonly AlarmRule[] => [
  {
    ...of,
    part: `database-${part}-storage`,
    says: `The server ${part} has less than 10 GiB of storage left.`,
    metric: "FreeStorageSpace",
    statistic: "Minimum",
    when: "below",
    threshold: 10 * gibibyte,
  },
  {
    ...of,
    part: `database-${part}-connections`,
    says: `The server ${part} has more connections open than its tasks should need.`,
    metric: "DatabaseConnections",
    statistic: "Maximum",
    threshold: 800,
  },
];
