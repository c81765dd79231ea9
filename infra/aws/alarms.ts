import { EventRule, EventTarget, LogMetricFilter, MetricAlarm } from "@pulumi/aws/cloudwatch/index.js";
import type { Input } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { type AlarmRule, databaseAlarms, ingressAlarms, originAlarms, serviceAlarms } from "./alarm-rules.ts";
import type { ClusterFacts } from "./cluster.ts";
import type { AwsContext } from "./context.ts";
import type { IngressFacts } from "./ingress.ts";
import { type LogAlarmRule, logAlarms } from "./log-alarm-rules.ts";
import type { OriginFacts } from "./origin.ts";
import type { DatabaseFacts } from "./parts.ts";
import type { TaskName } from "./policies/role-facts.ts";
import type { ServiceFacts } from "./service.ts";

export interface AwsAlarmsArgs {
  readonly context: AwsContext;
  readonly cluster: ClusterFacts;
  readonly services: Readonly<Record<string, ServiceFacts>>;
  readonly databases: Pick<DatabaseFacts, "catalog" | "tenantServers">;
  readonly origin: OriginFacts;
  /** Absent where the front door is not on AWS. */
  readonly ingress: IngressFacts | undefined;
  readonly logGroups: Readonly<Record<TaskName, Input<string>>>;
  readonly alertTopicArn: Input<string>;
}

/** Of the metrics that are counted in logs; each has its stamp in its own name. */
const logNamespace = "Bailiwick";

/** What a person should be woken for: errors, tasks that are not well, servers near their limits, backups that failed. */
export class AwsAlarms extends Component {
  constructor(name: string, args: AwsAlarmsArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Alarms", name, options);
    const { context, cluster, services, databases, origin, ingress, logGroups, alertTopicArn } = args;
    const { names } = context;

    const alarm = ({ part, ...rule }: AlarmRule): void => {
      new MetricAlarm(
        this.child(part),
        {
          name: names.of("alarm", part),
          alarmDescription: rule.says,
          namespace: rule.namespace,
          metricName: rule.metric,
          dimensions: rule.dimensions,
          statistic: rule.statistic,
          period: rule.everySeconds,
          evaluationPeriods: rule.of,
          datapointsToAlarm: rule.bad,
          threshold: rule.threshold,
          comparisonOperator: rule.when === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
          treatMissingData: rule.missing,
          alarmActions: [alertTopicArn],
          okActions: [alertTopicArn],
        },
        this.within(),
      );
    };

    const inLogs = ({ part, says, tasks, message, ...when }: LogAlarmRule): void => {
      const metric = names.of("alarm", part);
      for (const task of tasks) {
        new LogMetricFilter(
          this.child(`${part}-${task}`),
          {
            name: names.of("alarm", `${part}-${task}`),
            logGroupName: logGroups[task],
            pattern: `{ $.msg = ${JSON.stringify(message)} }`,
            metricTransformation: { namespace: logNamespace, name: metric, value: "1" },
          },
          this.within(),
        );
      }
      alarm({
        ...when,
        part,
        says,
        namespace: logNamespace,
        metric,
        dimensions: {},
        statistic: "Sum",
        when: "above",
        threshold: 0,
        missing: "notBreaching",
      });
    };

    const backups = (): void => {
      const failed = new EventRule(
        this.child("backup-failed"),
        {
          name: names.of("rule", "backup-failed"),
          description: "A backup or a copy of one did not succeed",
          eventPattern: JSON.stringify({
            source: ["aws.backup"],
            "detail-type": ["Backup Job State Change", "Copy Job State Change"],
            detail: { state: ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"] },
          }),
        },
        this.within(),
      );
      new EventTarget(this.child("backup-failed-alert"), { rule: failed.name, arn: alertTopicArn }, this.within());
    };

    if (ingress !== undefined) ingressAlarms(ingress).forEach(alarm);
    originAlarms(origin).forEach(alarm);
    for (const [service, { name: serviceName }] of Object.entries(services)) {
      serviceAlarms(service, cluster.name, serviceName).forEach(alarm);
    }
    databaseAlarms("catalog", databases.catalog).forEach(alarm);
    for (const [id, server] of Object.entries(databases.tenantServers)) {
      databaseAlarms(`tenant-${id}`, server).forEach(alarm);
    }
    logAlarms.forEach(inLogs);
    backups();
    this.done();
  }
}
