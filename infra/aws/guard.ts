import { EventRule, EventTarget } from "@pulumi/aws/cloudwatch/index.js";
import { Detector, DetectorFeature } from "@pulumi/aws/guardduty/index.js";
import { WebAclAssociation } from "@pulumi/aws/wafv2/index.js";
import type { Input } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { AwsContext } from "./context.ts";

export interface AwsGuardArgs {
  readonly context: AwsContext;
  /** ARN of the balancer that the web ACL is associated with; absent where the front door is not on AWS. */
  readonly ingressArn: Input<string> | undefined;
  readonly alertTopicArn: Input<string>;
}

/** Findings from "high" on. */
const severityToTell = 7;

/** What watches a stamp from outside of it: GuardDuty, where the account has none yet, and the operator's web ACL. */
export class AwsGuard extends Component {
  constructor(name: string, { context, ingressArn, alertTopicArn }: AwsGuardArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Guard", name, options);
    const { names, settings } = context;

    const guardDuty = (): void => {
      const detector = new Detector(
        this.child("detector"),
        { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" },
        this.within(),
      );
      for (const feature of ["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS"]) {
        new DetectorFeature(
          this.child(feature.toLowerCase().replaceAll("_", "-")),
          { detectorId: detector.id, name: feature, status: "ENABLED" },
          this.within(),
        );
      }
      const found = new EventRule(
        this.child("finding"),
        {
          name: names.of("rule", "guardduty-finding"),
          description: "GuardDuty found something of high severity",
          eventPattern: JSON.stringify({
            source: ["aws.guardduty"],
            "detail-type": ["GuardDuty Finding"],
            detail: { severity: [{ numeric: [">=", severityToTell] }] },
          }),
        },
        this.within({ dependsOn: [detector] }),
      );
      new EventTarget(this.child("finding-alert"), { rule: found.name, arn: alertTopicArn }, this.within());
    };

    if (settings.guardDuty) guardDuty();
    if (settings.webAclArn !== undefined && ingressArn !== undefined) {
      new WebAclAssociation(
        this.child("web-acl"),
        { resourceArn: ingressArn, webAclArn: settings.webAclArn },
        this.within(),
      );
    }
    this.done();
  }
}
