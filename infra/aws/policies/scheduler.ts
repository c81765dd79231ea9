import type { Input } from "@pulumi/pulumi";
import type { Arns } from "../arn.ts";
import { joined } from "../joined.ts";
import type { Grant } from "./grant.ts";

export interface SchedulerFacts {
  readonly arns: Pick<Arns, "of">;
  readonly clusterArn: Input<string>;
  readonly clusterName: Input<string>;
  /** ARN of the task's family. */
  readonly task: Input<string>;
  readonly executionRoleArn: Input<string>;
}

/** What the schedule may do to start the check: run this one task in this one cluster, as nobody but its own role. */
export const schedulerGrants = (facts: SchedulerFacts): readonly Grant[] => [
  {
    sid: "RunCheck",
    why: "start the check of the region in the stamp's cluster",
    actions: ["ecs:RunTask"],
    resources: [joined(facts.task, ":*")],
    conditions: { ArnEquals: { "ecs:cluster": facts.clusterArn } },
  },
  {
    sid: "TagCheck",
    why: "have the started task carry the stamp's tags",
    actions: ["ecs:TagResource"],
    resources: [joined(facts.arns.of("ecs", "task/"), facts.clusterName, "/*")],
    conditions: { StringEquals: { "ecs:CreateAction": "RunTask" } },
  },
  {
    sid: "HandOverRole",
    why: "hand the check's own role to ECS",
    actions: ["iam:PassRole"],
    resources: [facts.executionRoleArn],
    conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
  },
];
