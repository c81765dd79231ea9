import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Captured, type CapturedGraph, ofType } from "../graph/captured.ts";
import { AwsAlarms } from "./alarms.ts";
import { AwsAlerts } from "./alerts.ts";
import { AwsBudget } from "./budget.ts";
import { AwsGuard } from "./guard.ts";
import { AwsLogGroups } from "./log-groups.ts";
import { AwsSmoke } from "./smoke.ts";
import { AwsTask } from "./task.ts";
import { captureParts, named } from "./testing/capture-parts.ts";
import { exampleFacts } from "./testing/example-facts.ts";
import { exampleContext } from "./testing/example-stamp.ts";

const topic = "arn:aws:sns:eu-west-1:111122223333:flow-alerts";
const balancer = {
  host: "balancer.example",
  arn: "arn:balancer",
  balancerSuffix: "app/flow-ingress/0123",
  targetGroupSuffix: "targetgroup/flow-edge/0123",
  targetGroupArn: "arn:targets",
  ready: [],
};
const service = (name: string) => ({ name, ready: [] });

const graphOf = async (other: object = {}): Promise<CapturedGraph> => {
  const context = await exampleContext("saas.aws.eu-west-1.flow", other);
  const facts = exampleFacts(context);
  return captureParts(context, () => {
    const cluster = { arn: "arn:cluster", name: "flow-workload", ready: [] };
    new AwsLogGroups("logs", facts);
    new AwsAlerts("alerts", facts);
    new AwsAlarms("alarms", {
      ...facts,
      cluster,
      services: { api: service("flow-api"), worker: service("flow-worker"), edge: service("flow-edge") },
      origin: balancer,
      ingress: { ...balancer, edgeTargetGroupArn: "arn:edge", redirectTargetGroupArn: "arn:redirect" },
      alertTopicArn: topic,
    });
    const size = { cpu: "256", memory: "512" };
    const task = new AwsTask("smoke-task", {
      context,
      task: "smoke",
      containers: [],
      size,
      executionRoleArn: "arn:execution",
    });
    new AwsSmoke("smoke", {
      ...facts,
      cluster,
      task: task.facts,
      executionRoleArn: "arn:execution",
      serviceBoundaryArn: "arn:boundary",
      alertTopicArn: topic,
      after: [],
    });
    new AwsBudget("budget", { context });
    new AwsGuard("guard", { context, ingressArn: "arn:ingress", alertTopicArn: topic });
  });
};
const graph = await graphOf();
const { logGroups } = exampleFacts(await exampleContext("saas.aws.eu-west-1.flow"));
const inputs = (name: string, of = graph): Readonly<Record<string, Captured>> => named(of, name).inputs;
const pattern = (name: string, of = graph): unknown => JSON.parse(String(inputs(name, of).eventPattern));

describe("logs", () => {
  it("are kept as long as was promised, under the stamp's key, and cannot be deleted by accident", () => {
    const groups = ofType(graph, "aws:cloudwatch/logGroup:LogGroup");
    expect(groups).toHaveLength(4);
    for (const group of groups) {
      expect(group.protect).toBe(true);
      expect(group.inputs).toMatchObject({
        retentionInDays: 90,
        kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/secrets",
        deletionProtectionEnabled: true,
      });
    }
  });

  it("can be let go of when the stamp is decommissioned", async () => {
    const ending = await graphOf({ lifecycle: "decommissioning" });
    for (const group of ofType(ending, "aws:cloudwatch/logGroup:LogGroup")) {
      expect(group).toMatchObject({ protect: false, inputs: { deletionProtectionEnabled: false } });
    }
  });
});

describe("alerts", () => {
  it("go to a topic under the stamp's key and from there to everyone who is named", async () => {
    const more = await graphOf({ alerts: { emails: ["a@flow.example", "b@flow.example"] } });
    expect(inputs("alerts-topic", more).kmsMasterKeyId).toBe("arn:aws:kms:eu-west-1:111122223333:key/secrets");
    expect(
      ofType(more, "aws:sns/topicSubscription:TopicSubscription").map(({ inputs: { endpoint } }) => endpoint),
    ).toEqual(["a@flow.example", "b@flow.example"]);
  });

  it("are taken from alarms and events of this account only", () => {
    const policy = JSON.stringify(inputs("alerts-topic-policy").policy);
    expect(policy).toContain('"aws:SourceAccount":"111122223333"');
    expect(policy).toContain("cloudwatch.amazonaws.com");
    expect(policy).toContain("events.amazonaws.com");
    expect(policy).not.toContain('"AWS"');
  });
});

describe("alarms", () => {
  const alarms = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");

  it("tell somebody when they begin and when they end, in words", () => {
    expect(alarms.length).toBeGreaterThan(20);
    for (const { inputs: alarm } of alarms) {
      expect(alarm).toMatchObject({ alarmActions: [topic], okActions: [topic] });
      expect(String(alarm.alarmDescription)).toMatch(/^[A-Z].{20,}\.$/);
      expect(Number(alarm.datapointsToAlarm)).toBeLessThanOrEqual(Number(alarm.evaluationPeriods));
    }
  });

  it("are named apart", () => {
    expect(new Set(alarms.map(({ inputs: { name } }) => name)).size).toBe(alarms.length);
  });

  it.each([
    ["alarms-ingress-5xx", "AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count"],
    ["alarms-edge-5xx", "AWS/ApplicationELB", "HTTPCode_Target_5XX_Count"],
    ["alarms-edge-unhealthy", "AWS/ApplicationELB", "UnHealthyHostCount"],
    ["alarms-api-unhealthy", "AWS/NetworkELB", "UnHealthyHostCount"],
    ["alarms-api-tasks-cpu", "AWS/ECS", "CPUUtilization"],
    ["alarms-worker-tasks-memory", "AWS/ECS", "MemoryUtilization"],
    ["alarms-edge-absent", "AWS/ApplicationELB", "HealthyHostCount"],
    ["alarms-worker-tasks-absent", "ECS/ContainerInsights", "RunningTaskCount"],
    ["alarms-database-catalog-capacity", "AWS/RDS", "ACUUtilization"],
    ["alarms-database-tenant-shared-connections", "AWS/RDS", "DatabaseConnections"],
    ["alarms-database-tenant-shared-replica-lag", "AWS/RDS", "AuroraReplicaLagMaximum"],
    ["alarms-database-catalog-local-storage", "AWS/RDS", "FreeLocalStorage"],
  ])("%s watches %s %s", (name, namespace, metricName) => {
    expect(inputs(name)).toMatchObject({ namespace, metricName });
  });

  it("take silence for an outage where something must always be there", () => {
    for (const name of ["edge-absent", "api-absent", "worker-tasks-absent"]) {
      expect(inputs(`alarms-${name}`)).toMatchObject({
        treatMissingData: "breaching",
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
      });
    }
  });

  it.each([
    ["region-key-failed", "keys/observed", "regionKeyFailed", ["api", "worker"]],
    ["certificate-ends", "certificates/watch", "certificateEndsSoon", ["api"]],
  ] as const)("%s counts the records that the core API writes", (part, file, constant, tasks) => {
    const source = new URL(`../../core-api/src/platform/${file}.ts`, import.meta.url);
    const words = new RegExp(`${constant} = "([^"]+)"`).exec(readFileSync(source, "utf8"))?.[1];
    const { name, namespace, metricName, threshold } = inputs(`alarms-${part}`);
    expect([namespace, metricName, threshold]).toEqual(["Bailiwick", name, 0]);
    for (const task of tasks) {
      expect(inputs(`alarms-${part}-${task}`)).toMatchObject({
        logGroupName: logGroups[task],
        pattern: `{ $.msg = "${words}" }`,
        metricTransformation: { namespace, name: metricName, value: "1" },
      });
    }
  });

  it("hear of backups that failed", () => {
    expect(pattern("alarms-backup-failed")).toMatchObject({
      source: ["aws.backup"],
      detail: { state: expect.arrayContaining(["FAILED", "ABORTED", "EXPIRED"]) },
    });
    expect(inputs("alarms-backup-failed-alert").arn).toBe(topic);
  });
});

describe("smoke", () => {
  it("runs one task without a public address, as a client", () => {
    expect(inputs("smoke-schedule")).toMatchObject({
      scheduleExpression: "rate(15 minutes)",
      state: "ENABLED",
      target: {
        arn: "arn:cluster",
        ecsParameters: {
          launchType: "FARGATE",
          taskCount: 1,
          group: "flow-smoke",
          networkConfiguration: { assignPublicIp: false, securityGroups: ["sg-smoke"] },
        },
      },
    });
  });

  it("can start this task in this cluster and nothing else", () => {
    const policy = JSON.stringify(inputs("smoke-role-policy").policy);
    expect(policy).toContain('"ecs:cluster":"arn:cluster"');
    expect(policy).toContain("task-definition/flow-smoke:*");
    expect(policy).toContain('"iam:PassedToService":"ecs-tasks.amazonaws.com"');
    expect(policy).not.toContain('"Resource":["*"]');
    expect(JSON.stringify(inputs("smoke-role").assumeRolePolicy)).toContain("schedule-group/flow-smoke");
  });

  it("tells of a check that failed, and of one that did not start", () => {
    expect(pattern("smoke-failed")).toEqual({
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: {
        clusterArn: ["arn:cluster"],
        group: ["flow-smoke"],
        lastStatus: ["STOPPED"],
        $or: [{ containers: { exitCode: [{ "anything-but": [0] }] } }, { stopCode: ["TaskFailedToStart"] }],
      },
    });
    expect(inputs("smoke-not-started")).toMatchObject({
      metricName: "TargetErrorCount",
      dimensions: { ScheduleGroup: "flow-smoke" },
    });
  });

  it("rests while the stamp is decommissioned", async () => {
    expect(inputs("smoke-schedule", await graphOf({ lifecycle: "decommissioning" })).state).toBe("DISABLED");
  });
});

describe("budget", () => {
  it("is not there unless it is asked for", () => {
    expect(ofType(graph, "aws:budgets/budget:Budget")).toEqual([]);
  });

  it("tells of a month that is forecast to cost more, and of one that did", async () => {
    const alerts = { emails: ["a@flow.example"], monthlyBudgetUsd: 2500 };
    const month = inputs("budget-month", await graphOf({ alerts }));
    expect(month).toMatchObject({
      limitAmount: "2500",
      costFilters: [{ name: "Region", values: ["eu-west-1"] }],
      notifications: [{ notificationType: "FORECASTED" }, { notificationType: "ACTUAL" }],
    });
  });
});

describe("guard", () => {
  it("is not there unless it is asked for", () => {
    expect(ofType(graph, "aws:guardduty/detector:Detector", "aws:wafv2/webAclAssociation:WebAclAssociation")).toEqual(
      [],
    );
  });

  it("turns GuardDuty on and tells of its high findings", async () => {
    const guarded = await graphOf({ guardDuty: true });
    expect(inputs("guard-detector", guarded).enable).toBe(true);
    expect(
      ofType(guarded, "aws:guardduty/detectorFeature:DetectorFeature").map(({ inputs: { name } }) => name),
    ).toEqual(["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS"]);
    expect(pattern("guard-finding", guarded)).toMatchObject({ detail: { severity: [{ numeric: [">=", 7] }] } });
  });

  it("puts the operator's web ACL before the balancer", async () => {
    const webAclArn = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/flow/01234567-89ab-cdef-0123-456789abcdef";
    expect(inputs("guard-web-acl", await graphOf({ webAclArn }))).toMatchObject({
      webAclArn,
      resourceArn: "arn:ingress",
    });
  });
});
