import { Topic, TopicPolicy, TopicSubscription } from "@pulumi/aws/sns/index.js";
import type { Output } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { AwsContext } from "./context.ts";
import type { KeyFacts } from "./parts.ts";
import { policyOf } from "./policies/document.ts";

export interface AwsAlertsArgs {
  readonly context: AwsContext;
  readonly keys: Pick<KeyFacts, "secretsKeyArn" | "ready">;
}

/** Where alarms and events go: a topic under the stamp's key, and the addresses that hear of it. */
export class AwsAlerts extends Component {
  readonly topicArn: Output<string>;

  constructor(name: string, { context, keys }: AwsAlertsArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Alerts", name, options);
    const { names, product, settings, region } = context;
    const topic = new Topic(
      this.child("topic"),
      {
        name: names.of("topic", "alerts"),
        displayName: `${product.name} ${region.id}`,
        kmsMasterKeyId: keys.secretsKeyArn,
      },
      this.within({ dependsOn: [...keys.ready] }),
    );
    const policy = new TopicPolicy(
      this.child("topic-policy"),
      {
        arn: topic.arn,
        policy: policyOf({
          Sid: "AlarmsAndEventsOfThisAccount",
          Effect: "Allow",
          Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: { StringEquals: { "aws:SourceAccount": settings.accountId } },
        }),
      },
      this.within(),
    );
    for (const [at, endpoint] of settings.alerts.emails.entries()) {
      new TopicSubscription(
        this.child(`email-${at + 1}`),
        { topic: topic.arn, protocol: "email", endpoint },
        this.within(),
      );
    }
    // Whoever sends alarms there waits for the permission to.
    this.topicArn = policy.arn;
    this.done({ topicArn: topic.arn });
  }
}
