import { Cluster } from "@pulumi/aws/ecs/index.js";
import type { Input, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { AwsContext } from "./context.ts";
import { type KeyFacts, namedInPolicies } from "./parts.ts";

export interface AwsClusterArgs {
  readonly context: AwsContext;
  readonly keys: Pick<KeyFacts, "dataKeyArn" | "ready">;
}

export interface ClusterFacts {
  readonly arn: Input<string>;
  readonly name: Input<string>;
  readonly ready: readonly Resource[];
}

/** Where the tasks run, on Fargate; their disks are under the stamp's data key. */
export class AwsCluster extends Component {
  readonly facts: ClusterFacts;

  constructor(name: string, { context, keys }: AwsClusterArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Cluster", name, options);
    const cluster = new Cluster(
      this.child("workload"),
      {
        name: context.names.of("cluster", namedInPolicies.cluster),
        settings: [{ name: "containerInsights", value: "enhanced" }],
        configuration: {
          managedStorageConfiguration: {
            fargateEphemeralStorageKmsKeyId: keys.dataKeyArn,
            kmsKeyId: keys.dataKeyArn,
          },
        },
      },
      this.within({ dependsOn: [...keys.ready] }),
    );
    this.facts = { arn: cluster.arn, name: cluster.name, ready: [cluster] };
    this.done({ name: cluster.name });
  }
}
