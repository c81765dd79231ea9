import type * as bedrock from "@pulumi/aws/bedrock/index.js";
import type * as bedrockmodel from "@pulumi/aws/bedrockmodel/index.js";
import type * as cloudtrail from "@pulumi/aws/cloudtrail/index.js";
import type * as cloudwatch from "@pulumi/aws/cloudwatch/index.js";
import type * as sns from "@pulumi/aws/sns/index.js";
import type * as sqs from "@pulumi/aws/sqs/index.js";
import type { Facts } from "./facts.ts";
import { linkRow, type Rows, row } from "./row.ts";

const name = (facts: Facts) => facts.named();
const account = (facts: Facts) => facts.context.accountId;
const topicArn = (facts: Facts) => facts.arn("sns", name(facts));
const ruleName = (facts: Facts) => {
  const bus = facts.text("eventBusName", "default");
  return bus === "default" ? name(facts) : `${bus}/${name(facts)}`;
};
const queueUrl = (facts: Facts) => `https://sqs.${facts.context.region}.amazonaws.com/${account(facts)}/${name(facts)}`;

/** Logs, metrics, alarms, events, trails, messages; and the AI models' own log. */
export const observeRows: Rows = {
  "aws:cloudwatch/logGroup:LogGroup": row<cloudwatch.LogGroupState>({
    id: name,
    outputs: { name, arn: (facts) => facts.arn("logs", `log-group:${name(facts)}`) },
  }),
  "aws:cloudwatch/logStream:LogStream": row<cloudwatch.LogStreamState>({
    id: name,
    outputs: {
      name,
      arn: (facts) => facts.arn("logs", `log-group:${facts.text("logGroupName")}:log-stream:${name(facts)}`),
    },
  }),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": row<cloudwatch.LogMetricFilterState>({
    id: name,
    outputs: { name },
  }),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": row<cloudwatch.LogResourcePolicyState>({
    id: (facts) => facts.text("policyName"),
    outputs: { policyScope: () => "ACCOUNT", revisionId: () => "" },
  }),
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {
    id: (facts) => `cwlsf-${Number.parseInt(facts.hex(8), 16)}`,
  },
  "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": linkRow<cloudwatch.LogDataProtectionPolicyState>(
    "",
    "logGroupName",
  ),
  "aws:cloudwatch/queryDefinition:QueryDefinition": row<cloudwatch.QueryDefinitionState>({
    id: (facts) => facts.uuid(),
    outputs: {
      queryDefinitionId: (_facts, id) => id,
      arn: (facts, id) => facts.arn("logs", `query-definition:${id}`),
    },
  }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": row<cloudwatch.MetricAlarmState>({
    id: name,
    outputs: { name, arn: (facts) => facts.arn("cloudwatch", `alarm:${name(facts)}`) },
  }),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": row<cloudwatch.CompositeAlarmState>({
    id: (facts) => facts.text("alarmName"),
    outputs: { arn: (facts) => facts.arn("cloudwatch", `alarm:${facts.text("alarmName")}`) },
  }),
  "aws:cloudwatch/dashboard:Dashboard": row<cloudwatch.DashboardState>({
    id: (facts) => facts.text("dashboardName"),
    outputs: { dashboardArn: (facts) => facts.globalArn("cloudwatch", `dashboard/${facts.text("dashboardName")}`) },
  }),
  "aws:cloudwatch/eventBus:EventBus": row<cloudwatch.EventBusState>({
    id: name,
    outputs: { arn: (facts) => facts.arn("events", `event-bus/${name(facts)}`) },
  }),
  "aws:cloudwatch/eventRule:EventRule": row<cloudwatch.EventRuleState>({
    id: ruleName,
    outputs: { name, arn: (facts) => facts.arn("events", `rule/${ruleName(facts)}`) },
  }),
  "aws:cloudwatch/eventTarget:EventTarget": row<cloudwatch.EventTargetState>({
    id: (facts) => `${facts.text("rule")}-${facts.named("targetId")}`,
    outputs: { targetId: (facts) => facts.named("targetId") },
  }),
  "aws:sns/topic:Topic": row<sns.TopicState>({
    id: topicArn,
    outputs: { arn: topicArn, name, owner: account, beginningArchiveTime: () => "" },
  }),
  "aws:sns/topicPolicy:TopicPolicy": row<sns.TopicPolicyState>({
    id: (facts) => facts.text("arn"),
    outputs: { owner: account },
  }),
  "aws:sns/topicSubscription:TopicSubscription": row<sns.TopicSubscriptionState>({
    id: (facts) => `${facts.text("topic")}:${facts.uuid()}`,
    outputs: {
      arn: (_facts, id) => id,
      ownerId: account,
      confirmationWasAuthenticated: () => false,
      pendingConfirmation: (facts) => facts.text("protocol").startsWith("email"),
    },
  }),
  "aws:sqs/queue:Queue": row<sqs.QueueState>({
    id: queueUrl,
    outputs: { url: queueUrl, name, arn: (facts) => facts.arn("sqs", name(facts)) },
  }),
  "aws:sqs/queuePolicy:QueuePolicy": linkRow<sqs.QueuePolicyState>("", "queueUrl"),
  "aws:cloudtrail/trail:Trail": row<cloudtrail.TrailState>({
    id: (facts) => facts.arn("cloudtrail", `trail/${name(facts)}`),
    outputs: {
      name,
      arn: (_facts, id) => id,
      homeRegion: (facts) => facts.context.region,
      snsTopicArn: () => "",
    },
  }),
  "aws:cloudtrail/eventDataStore:EventDataStore": row<cloudtrail.EventDataStoreState>({
    id: (facts) => facts.arn("cloudtrail", `eventdatastore/${facts.uuid()}`),
    outputs: { arn: (_facts, id) => id, name },
  }),
  "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration":
    row<bedrockmodel.InvocationLoggingConfigurationState>({ id: (facts) => facts.context.region }),
  "aws:bedrock/guardrail:Guardrail": row<bedrock.GuardrailState>({
    id: (facts) => facts.hex(12),
    outputs: {
      guardrailId: (_facts, id) => id,
      guardrailArn: (facts, id) => facts.arn("bedrock", `guardrail/${id}`),
      version: () => "DRAFT",
      status: () => "READY",
      createdAt: () => "2026-01-01T00:00:00Z",
      updatedAt: () => "2026-01-01T00:00:00Z",
    },
  }),
  "aws:bedrock/inferenceProfile:InferenceProfile": row<bedrock.InferenceProfileState>({
    id: (facts) => facts.hex(12),
    outputs: {
      arn: (facts, id) => facts.arn("bedrock", `application-inference-profile/${id}`),
      models: () => [],
      status: () => "ACTIVE",
      type: () => "APPLICATION",
      createdAt: () => "2026-01-01T00:00:00Z",
      updatedAt: () => "2026-01-01T00:00:00Z",
    },
  }),
};
