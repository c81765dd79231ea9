import { type CapturedGraph, type CapturedResource, ofType } from "../graph/captured.ts";

/** A limit of an account in one region that a stamp uses up a part of. */
export interface Quota {
  /** What people call it. */
  readonly name: string;
  /** As Service Quotas knows it. */
  readonly service: string;
  readonly code: string;
  /** What a new account has. Source: the service's quota page, read 2026-11. */
  readonly initial: number;
  /** How much of it a graph uses. */
  readonly used: (graph: CapturedGraph) => number;
}

const count =
  (...types: readonly string[]) =>
  (graph: CapturedGraph): number =>
    ofType(graph, ...types).length;

const matching =
  (type: string, test: (resource: CapturedResource) => boolean) =>
  (graph: CapturedGraph): number =>
    ofType(graph, type).filter(test).length;

const balancers = (kind: string) =>
  matching("aws:lb/loadBalancer:LoadBalancer", ({ inputs }) => inputs.loadBalancerType === kind);

/** Processors of all tasks when every service runs at its most, in vCPU. */
const fargateProcessors = (graph: CapturedGraph): number => {
  const cpuOf = (family: string): number => {
    const task = ofType(graph, "aws:ecs/taskDefinition:TaskDefinition").find(({ inputs }) => inputs.family === family);
    return Number(task?.inputs.cpu ?? 0) / 1024;
  };
  return ofType(graph, "aws:appautoscaling/target:Target").reduce((sum, { inputs }) => {
    const service = String(inputs.resourceId).split("/").at(-1) ?? "";
    return sum + cpuOf(service) * Number(inputs.maxCapacity ?? 0);
  }, 0);
};

/** The limits that a stamp comes near to in an account that is new. */
export const quotas: readonly Quota[] = [
  { name: "VPCs", service: "vpc", code: "L-F678F1CE", initial: 5, used: count("aws:ec2/vpc:Vpc") },
  { name: "elastic addresses", service: "ec2", code: "L-0263D0A3", initial: 5, used: count("aws:ec2/eip:Eip") },
  {
    name: "interface endpoints of a VPC",
    service: "vpc",
    code: "L-29B6F2EB",
    initial: 50,
    used: matching("aws:ec2/vpcEndpoint:VpcEndpoint", ({ inputs }) => inputs.vpcEndpointType === "Interface"),
  },
  {
    name: "application load balancers",
    service: "elasticloadbalancing",
    code: "L-53DA6B97",
    initial: 50,
    used: balancers("application"),
  },
  {
    name: "network load balancers",
    service: "elasticloadbalancing",
    code: "L-69A177A2",
    initial: 50,
    used: balancers("network"),
  },
  {
    name: "database clusters",
    service: "rds",
    code: "L-952B80B8",
    initial: 40,
    used: count("aws:rds/cluster:Cluster"),
  },
  { name: "vCPU of Fargate tasks", service: "fargate", code: "L-3032A538", initial: 6, used: fargateProcessors },
  { name: "roles of the account", service: "iam", code: "L-FE177D64", initial: 1000, used: count("aws:iam/role:Role") },
];
