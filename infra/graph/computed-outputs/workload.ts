import type * as appautoscaling from "@pulumi/aws/appautoscaling/index.js";
import type * as ecr from "@pulumi/aws/ecr/index.js";
import type * as ecs from "@pulumi/aws/ecs/index.js";
import type * as lambda from "@pulumi/aws/lambda/index.js";
import type * as lb from "@pulumi/aws/lb/index.js";
import type * as scheduler from "@pulumi/aws/scheduler/index.js";
import type { Facts } from "./facts.ts";
import { linkRow, type Rows, row } from "./row.ts";

const name = (facts: Facts) => facts.named();
const family = (facts: Facts) => facts.named("family");
const taskArn = (facts: Facts) => facts.arn("ecs", `task-definition/${family(facts)}`);
/** The provider numbers revisions; a revision of the same family is another one. */
const revision = (facts: Facts) => (facts.context.incarnation ?? 0) + 1;
const kind = (facts: Facts) => ({ network: "net", gateway: "gwy" })[facts.text("loadBalancerType")] ?? "app";
const balancer = (facts: Facts) => `${kind(facts)}/${name(facts)}/${facts.hex(16)}`;
const balancerArn = (facts: Facts) => facts.arn("elasticloadbalancing", `loadbalancer/${balancer(facts)}`);
const targetGroup = (facts: Facts) => `targetgroup/${name(facts)}/${facts.hex(16)}`;
const targetGroupArn = (facts: Facts) => facts.arn("elasticloadbalancing", targetGroup(facts));
const balancerName = (facts: Facts) => {
  const { region } = facts.context;
  if (kind(facts) === "net") return `${name(facts)}-${facts.hex(16)}.elb.${region}.amazonaws.com`;
  const number = Number.parseInt(facts.hex(8), 16);
  return `${facts.flag("internal") ? "internal-" : ""}${name(facts)}-${number}.${region}.elb.amazonaws.com`;
};
const clusterOf = (facts: Facts) => facts.text("cluster", "default").split("/").at(-1);
const serviceArn = (facts: Facts) => facts.arn("ecs", `service/${clusterOf(facts)}/${name(facts)}`);
const scheduleGroup = (facts: Facts) => facts.text("groupName", "default");
const functionArn = (facts: Facts) => facts.arn("lambda", `function:${name(facts)}`);
const invokeArn = (facts: Facts, suffix: string) =>
  `arn:${facts.context.partition}:apigateway:${facts.context.region}:lambda:path/2015-03-31/functions/${functionArn(facts)}${suffix}/invocations`;

/** Containers, load balancers, scaling, schedules, images. */
export const workloadRows: Rows = {
  "aws:ecs/cluster:Cluster": row<ecs.ClusterState>({
    id: (facts) => facts.arn("ecs", `cluster/${name(facts)}`),
    outputs: { arn: (_facts, id) => id, name },
  }),
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": linkRow<ecs.ClusterCapacityProvidersState>(
    "",
    "clusterName",
  ),
  "aws:ecs/taskDefinition:TaskDefinition": row<ecs.TaskDefinitionState>({
    id: family,
    outputs: {
      arn: (facts) => `${taskArn(facts)}:${revision(facts)}`,
      arnWithoutRevision: taskArn,
      revision,
    },
  }),
  "aws:ecs/service:Service": row<ecs.ServiceState>({
    id: serviceArn,
    outputs: { arn: serviceArn, name },
  }),
  "aws:ecs/accountSettingDefault:AccountSettingDefault": row<ecs.AccountSettingDefaultState>({
    id: name,
    outputs: { principalArn: (facts) => facts.globalArn("iam", "root") },
  }),
  "aws:appautoscaling/target:Target": row<appautoscaling.TargetState>({
    id: (facts) => facts.text("resourceId"),
    outputs: { arn: (facts) => facts.arn("application-autoscaling", `scalable-target/${facts.hex(35)}`) },
  }),
  "aws:appautoscaling/policy:Policy": row<appautoscaling.PolicyState>({
    id: name,
    outputs: {
      name,
      arn: (facts) => facts.arn("autoscaling", `scalingPolicy:${facts.uuid()}:policyName/${name(facts)}`),
      alarmArns: (facts) => [facts.arn("cloudwatch", `alarm:TargetTracking-${name(facts)}`)],
    },
  }),
  "aws:appautoscaling/scheduledAction:ScheduledAction": row<appautoscaling.ScheduledActionState>({
    id: (facts) => `${name(facts)}-${facts.text("resourceId")}`,
    outputs: { name, arn: (facts) => facts.arn("autoscaling", `scheduledAction:${facts.uuid()}`) },
  }),
  "aws:lb/loadBalancer:LoadBalancer": row<lb.LoadBalancerState>({
    id: balancerArn,
    outputs: {
      arn: balancerArn,
      name,
      arnSuffix: balancer,
      dnsName: balancerName,
      zoneId: (facts) => `Z${facts.hex(13, "zone").toUpperCase()}`,
      vpcId: (facts) => `vpc-0${facts.hex(16, "vpc")}`,
    },
  }),
  "aws:lb/targetGroup:TargetGroup": row<lb.TargetGroupState>({
    id: targetGroupArn,
    outputs: { arn: targetGroupArn, name, arnSuffix: targetGroup, loadBalancerArns: () => [] },
  }),
  "aws:lb/listener:Listener": row<lb.ListenerState>({
    id: (facts) => `${facts.text("loadBalancerArn").replace(":loadbalancer/", ":listener/")}/${facts.hex(16)}`,
    outputs: { arn: (_facts, id) => id },
  }),
  "aws:lb/listenerRule:ListenerRule": row<lb.ListenerRuleState>({
    id: (facts) => `${facts.text("listenerArn").replace(":listener/", ":listener-rule/")}/${facts.hex(16)}`,
    outputs: { arn: (_facts, id) => id },
  }),
  "aws:lb/listenerCertificate:ListenerCertificate": linkRow<lb.ListenerCertificateState>(
    "_",
    "listenerArn",
    "certificateArn",
  ),
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": {
    id: (facts) => `${facts.text("targetGroupArn")}-${facts.hex(20)}`,
  },
  "aws:lb/trustStore:TrustStore": row<lb.TrustStoreState>({
    id: (facts) => facts.arn("elasticloadbalancing", `truststore/${name(facts)}/${facts.hex(16)}`),
    outputs: { arn: (_facts, id) => id, name, arnSuffix: (facts) => `truststore/${name(facts)}/${facts.hex(16)}` },
  }),
  "aws:ecr/repository:Repository": row<ecr.RepositoryState>({
    id: name,
    outputs: {
      name,
      arn: (facts) => facts.arn("ecr", `repository/${name(facts)}`),
      registryId: (facts) => facts.context.accountId,
      repositoryUrl: (facts) =>
        `${facts.context.accountId}.dkr.ecr.${facts.context.region}.amazonaws.com/${name(facts)}`,
    },
  }),
  "aws:ecr/repositoryPolicy:RepositoryPolicy": row<ecr.RepositoryPolicyState>({
    id: (facts) => facts.text("repository"),
    outputs: { registryId: (facts) => facts.context.accountId },
  }),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": row<ecr.LifecyclePolicyState>({
    id: (facts) => facts.text("repository"),
    outputs: { registryId: (facts) => facts.context.accountId },
  }),
  "aws:scheduler/scheduleGroup:ScheduleGroup": row<scheduler.ScheduleGroupState>({
    id: name,
    outputs: {
      name,
      arn: (facts) => facts.arn("scheduler", `schedule-group/${name(facts)}`),
      creationDate: () => "2026-01-01T00:00:00Z",
      lastModificationDate: () => "2026-01-01T00:00:00Z",
      state: () => "ACTIVE",
    },
  }),
  "aws:scheduler/schedule:Schedule": row<scheduler.ScheduleState>({
    id: (facts) => `${scheduleGroup(facts)}/${name(facts)}`,
    outputs: { name, arn: (facts, id) => facts.arn("scheduler", `schedule/${id}`) },
  }),
  "aws:lambda/function:Function": row<lambda.FunctionState>({
    id: name,
    outputs: {
      name,
      arn: functionArn,
      invokeArn: (facts) => invokeArn(facts, ""),
      qualifiedArn: (facts) => `${functionArn(facts)}:$LATEST`,
      qualifiedInvokeArn: (facts) => invokeArn(facts, ":$LATEST"),
      responseStreamingInvokeArn: (facts) => invokeArn(facts, ""),
      version: () => "$LATEST",
      lastModified: () => "2026-01-01T00:00:00.000+0000",
      sourceCodeSize: () => 1024,
      signingJobArn: () => "",
      signingProfileVersionArn: () => "",
    },
  }),
  "aws:lambda/permission:Permission": { id: (facts) => facts.text("statementId", `${facts.name}-${facts.hex(7)}`) },
};
