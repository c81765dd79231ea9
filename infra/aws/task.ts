import { TaskDefinition } from "@pulumi/aws/ecs/index.js";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { type Container, containerDefinitions, writableVolume } from "./container.ts";
import type { AwsContext } from "./context.ts";

export interface AwsTaskArgs {
  readonly context: AwsContext;
  /** Which task: the last part of its family's name. */
  readonly task: string;
  readonly containers: readonly Container[];
  readonly size: { readonly cpu: string; readonly memory: string };
  readonly executionRoleArn: Input<string>;
  /** Absent: the processes have no credentials. */
  readonly taskRoleArn?: Input<string>;
}

export interface TaskFacts {
  readonly arn: Output<string>;
  readonly arnWithoutRevision: Output<string>;
  readonly family: string;
  readonly ready: readonly Resource[];
}

/** A revision of a task on Fargate. */
export class AwsTask extends Component {
  readonly facts: TaskFacts;

  constructor(name: string, args: AwsTaskArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Task", name, options);
    const { context, task, containers, size, executionRoleArn, taskRoleArn } = args;
    const family = context.names.of("taskFamily", task);
    const definition = new TaskDefinition(
      this.child("definition"),
      {
        family,
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: size.cpu,
        memory: size.memory,
        runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: context.settings.architecture },
        executionRoleArn,
        ...(taskRoleArn === undefined ? {} : { taskRoleArn }),
        volumes: [{ name: writableVolume.name }],
        containerDefinitions: containerDefinitions(containers),
      },
      this.within(),
    );
    this.facts = {
      arn: definition.arn,
      arnWithoutRevision: definition.arnWithoutRevision,
      family,
      ready: [definition],
    };
    this.done({ arn: definition.arn });
  }
}
