import type { Input, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { sizeOf } from "./capacity.ts";
import { AwsCertificate } from "./certificate.ts";
import type { ClusterFacts } from "./cluster.ts";
import type { AwsContext } from "./context.ts";
import { AwsIngress, type IngressFacts } from "./ingress.ts";
import type { OriginFacts } from "./origin.ts";
import { type BucketFacts, type FirewallFacts, type NetworkFacts, ports } from "./parts.ts";
import { edgeContainers } from "./processes/edge.ts";
import type { ProcessFacts } from "./processes/process-facts.ts";
import { AwsService, type ServiceFacts } from "./service.ts";
import { AwsTask } from "./task.ts";

export interface AwsFrontArgs extends ProcessFacts {
  readonly context: AwsContext;
  readonly network: NetworkFacts;
  readonly firewall: Pick<FirewallFacts, "ingress" | "edge">;
  readonly logs: Pick<BucketFacts, "name" | "ready">;
  readonly cluster: ClusterFacts;
  readonly origin: OriginFacts;
  readonly executionRoleArn: Input<string>;
  /** What has to be there before the first task: the core API answers. */
  readonly after: readonly Resource[];
}

export interface FrontFacts {
  readonly ingress: IngressFacts;
  readonly service: ServiceFacts;
}

/** The front door on AWS, for the regional placement of the edge: certificate, load balancer, edge. */
export class AwsFront extends Component {
  readonly facts: FrontFacts;

  constructor(name: string, args: AwsFrontArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Front", name, options);
    const { context, network, firewall, logs, cluster, origin, executionRoleArn, after } = args;
    const { hostname: host } = new URL(context.region.baseUrl);
    const size = sizeOf("edge", context.settings);

    const certificate = new AwsCertificate(this.child("certificate"), { context, host }, { parent: this });
    const { facts: ingress } = new AwsIngress(
      this.child("ingress"),
      { context, host, certificateArn: certificate.arn, network, firewall, logs },
      { parent: this },
    );
    const task = new AwsTask(
      this.child("edge-task"),
      {
        context,
        task: "edge",
        containers: edgeContainers({ ...args, originHost: origin.host }),
        size,
        executionRoleArn,
      },
      { parent: this },
    );
    const { facts: service } = new AwsService(
      this.child("edge"),
      {
        context,
        service: "edge",
        cluster,
        task: task.facts,
        size,
        network,
        securityGroupId: firewall.edge,
        targets: [
          { targetGroupArn: ingress.edgeTargetGroupArn, container: "edge", port: ports.edge },
          { targetGroupArn: ingress.redirectTargetGroupArn, container: "edge", port: ports.edgeRedirect },
        ],
        after: [...ingress.ready, ...after],
      },
      { parent: this },
    );
    this.facts = { ingress, service };
    this.done({ host: ingress.host });
  }
}
