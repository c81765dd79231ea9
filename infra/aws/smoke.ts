import { EventRule, EventTarget, MetricAlarm } from "@pulumi/aws/cloudwatch/index.js";
import { Role, RolePolicy } from "@pulumi/aws/iam/index.js";
import { Schedule, ScheduleGroup } from "@pulumi/aws/scheduler/index.js";
import { type Input, jsonStringify, type Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { arnsOf } from "./arn.ts";
import type { ClusterFacts } from "./cluster.ts";
import type { AwsContext } from "./context.ts";
import type { FirewallFacts, NetworkFacts } from "./parts.ts";
import { trustOf } from "./policies/document.ts";
import { policyOfGrants } from "./policies/grant.ts";
import { schedulerGrants } from "./policies/scheduler.ts";
import type { TaskFacts } from "./task.ts";

export interface AwsSmokeArgs {
  readonly context: AwsContext;
  readonly cluster: ClusterFacts;
  readonly task: TaskFacts;
  readonly executionRoleArn: Input<string>;
  readonly network: Pick<NetworkFacts, "privateSubnetIds">;
  readonly firewall: Pick<FirewallFacts, "smoke">;
  readonly alertTopicArn: Input<string>;
  /** ARN of the policy that holds roles of AWS's services. */
  readonly serviceBoundaryArn: Input<string>;
  /** What has to be there before the first check: the front door. */
  readonly after: readonly Resource[];
}

const everyMinutes = 15;

/** The region's own check, run every quarter of an hour; who watches the stamp hears when it fails or does not start. */
export class AwsSmoke extends Component {
  constructor(name: string, args: AwsSmokeArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Smoke", name, options);
    const { context, cluster, task, executionRoleArn, network, firewall, alertTopicArn, serviceBoundaryArn, after } =
      args;
    const { names, product, settings } = context;
    const arns = arnsOf(settings);
    const scheduleName = names.of("schedule", "smoke");

    const role = new Role(
      this.child("role"),
      {
        name: names.of("role", "smoke-schedule"),
        description: `${product.name}: starts the check of the region`,
        assumeRolePolicy: trustOf("scheduler.amazonaws.com", {
          StringEquals: { "aws:SourceAccount": arns.accountId },
          ArnLike: { "aws:SourceArn": arns.of("scheduler", `schedule-group/${scheduleName}`) },
        }),
        permissionsBoundary: serviceBoundaryArn,
      },
      this.within(),
    );
    const policy = new RolePolicy(
      this.child("role-policy"),
      {
        name: "smoke-schedule",
        role: role.name,
        policy: policyOfGrants(
          schedulerGrants({
            arns,
            clusterArn: cluster.arn,
            clusterName: cluster.name,
            task: task.arnWithoutRevision,
            executionRoleArn,
          }),
        ),
      },
      this.within(),
    );
    const group = new ScheduleGroup(this.child("group"), { name: scheduleName }, this.within());
    new Schedule(
      this.child("schedule"),
      {
        name: scheduleName,
        groupName: group.name,
        description: `${product.name}: checks the region from a client's side`,
        scheduleExpression: `rate(${everyMinutes} minutes)`,
        flexibleTimeWindow: { mode: "OFF" },
        state: context.active ? "ENABLED" : "DISABLED",
        target: {
          arn: cluster.arn,
          roleArn: role.arn,
          retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: 300 },
          ecsParameters: {
            taskDefinitionArn: task.arn,
            launchType: "FARGATE",
            platformVersion: "LATEST",
            taskCount: 1,
            enableExecuteCommand: false,
            enableEcsManagedTags: true,
            propagateTags: "TASK_DEFINITION",
            group: task.family,
            networkConfiguration: {
              assignPublicIp: false,
              subnets: [...network.privateSubnetIds],
              securityGroups: [firewall.smoke],
            },
          },
        },
      },
      this.within({ dependsOn: [policy, ...after] }),
    );

    const failed = new EventRule(
      this.child("failed"),
      {
        name: names.of("rule", "smoke-failed"),
        description: "The check of the region found something, or could not start",
        eventPattern: jsonStringify({
          source: ["aws.ecs"],
          "detail-type": ["ECS Task State Change"],
          detail: {
            clusterArn: [cluster.arn],
            group: [task.family],
            lastStatus: ["STOPPED"],
            $or: [{ containers: { exitCode: [{ "anything-but": [0] }] } }, { stopCode: ["TaskFailedToStart"] }],
          },
        }),
      },
      this.within(),
    );
    new EventTarget(
      this.child("failed-alert"),
      {
        rule: failed.name,
        arn: alertTopicArn,
        inputTransformer: {
          inputPaths: { task: "$.detail.taskArn", reason: "$.detail.stoppedReason", at: "$.time" },
          inputTemplate: `"The check of ${context.region.baseUrl} failed at <at>: <reason>. Task <task>; see its log."`,
        },
      },
      this.within(),
    );
    new MetricAlarm(
      this.child("not-started"),
      {
        name: names.of("alarm", "smoke-not-started"),
        alarmDescription: "The schedule could not start the check of the region.",
        namespace: "AWS/Scheduler",
        metricName: "TargetErrorCount",
        dimensions: { ScheduleGroup: scheduleName },
        statistic: "Sum",
        period: 900,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        threshold: 0,
        comparisonOperator: "GreaterThanThreshold",
        treatMissingData: "notBreaching",
        alarmActions: [alertTopicArn],
        okActions: [alertTopicArn],
      },
      this.within(),
    );
    this.done({ schedule: scheduleName });
  }
}
