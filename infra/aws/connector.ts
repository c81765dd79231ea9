import type { Input, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { sizeOf } from "./capacity.ts";
import type { ClusterFacts } from "./cluster.ts";
import type { AwsContext } from "./context.ts";
import type { FirewallFacts, NetworkFacts } from "./parts.ts";
import { connectorContainers } from "./processes/connector.ts";
import type { ProcessFacts } from "./processes/process-facts.ts";
import { AwsService, type ServiceFacts } from "./service.ts";
import { AwsTask } from "./task.ts";

export interface AwsConnectorArgs extends Pick<ProcessFacts, "logGroups"> {
  readonly context: AwsContext;
  readonly image: string;
  readonly tokenSecretArn: string;
  readonly network: NetworkFacts;
  readonly firewall: Pick<FirewallFacts, "edge">;
  readonly cluster: ClusterFacts;
  readonly executionRoleArn: Input<string>;
  readonly after: readonly Resource[];
}

/** The stamp's end of the tunnel, where Cloudflare's network holds the edge. It stands in the edge's place and group. */
export class AwsConnector extends Component {
  readonly facts: ServiceFacts;

  constructor(name: string, args: AwsConnectorArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Connector", name, options);
    const { context, network, firewall, cluster, executionRoleArn, after } = args;
    const size = sizeOf("edge", context.settings);
    const task = new AwsTask(
      this.child("task"),
      { context, task: "connector", containers: connectorContainers(args), size, executionRoleArn },
      { parent: this },
    );
    const service = new AwsService(
      this.child("service"),
      {
        context,
        service: "connector",
        cluster,
        task: task.facts,
        size,
        network,
        securityGroupId: firewall.edge,
        targets: [],
        after,
      },
      { parent: this },
    );
    this.facts = service.facts;
    this.done({ service: this.facts.name });
  }
}
