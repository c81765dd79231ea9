import { LogGroup } from "@pulumi/aws/cloudwatch/index.js";
import type { Output } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { AwsContext } from "./context.ts";
import type { KeyFacts, LogFacts } from "./parts.ts";
import type { TaskName } from "./policies/role-facts.ts";

export interface AwsLogGroupsArgs {
  readonly context: AwsContext;
  readonly keys: Pick<KeyFacts, "secretsKeyArn" | "ready">;
}

/** A log group for each task, under the stamp's key and kept as long as was promised. */
export class AwsLogGroups extends Component {
  readonly facts: LogFacts["groups"];

  constructor(name: string, { context, keys }: AwsLogGroupsArgs, options?: ComponentOptions) {
    super("bailiwick:aws:LogGroups", name, options);

    const group = (task: TaskName): Output<string> =>
      new LogGroup(
        this.child(task),
        {
          name: context.names.of("logGroup", task),
          retentionInDays: context.facts.logRetentionDays,
          kmsKeyId: keys.secretsKeyArn,
          deletionProtectionEnabled: context.active,
        },
        this.within({ ...context.holdsData, dependsOn: [...keys.ready] }),
      ).name;

    this.facts = { api: group("api"), worker: group("worker"), edge: group("edge"), smoke: group("smoke") };
    this.done(this.facts);
  }
}
