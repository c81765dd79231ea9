import { VpcEndpoint } from "@pulumi/aws/ec2/index.js";
import type { Resource } from "@pulumi/pulumi";
import { type EndpointService, endpointServices } from "../config/network-services.ts";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { arnsOf } from "./arn.ts";
import type { AwsContext } from "./context.ts";
import type { FirewallFacts, NetworkFacts } from "./parts.ts";
import { interfaceEndpointPolicy } from "./policies/endpoints.ts";

export interface AwsEndpointsArgs {
  readonly context: AwsContext;
  readonly network: Pick<NetworkFacts, "vpcId" | "privateSubnetIds">;
  readonly firewall: Pick<FirewallFacts, "endpoint">;
}

/**
 * Private endpoints of the services that tasks call and that Fargate calls to start them: none of those calls leaves the
 * network. Services that an adopted network has an endpoint for are left out.
 */
export class AwsEndpoints extends Component {
  /** Wait for them before a task starts. */
  readonly ready: readonly Resource[];

  constructor(name: string, { context, network, firewall }: AwsEndpointsArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Endpoints", name, options);
    const { settings, stack } = context;
    const adopted = "adopt" in settings.network ? settings.network.adopt : undefined;
    const { pinPepper } = settings;
    const named = pinPepper === "generate" ? [] : [pinPepper.secretArn];
    const lent = named.filter((arn) => !arn.includes(`:${settings.accountId}:`));

    const endpoint = (service: EndpointService): VpcEndpoint =>
      new VpcEndpoint(
        this.child(service.replace(".", "-")),
        {
          vpcId: network.vpcId,
          vpcEndpointType: "Interface",
          serviceName: `com.amazonaws.${settings.region}.${service}`,
          privateDnsEnabled: true,
          subnetIds: [...network.privateSubnetIds],
          securityGroupIds: [firewall.endpoint],
          // An adopted network has neighbours, whose own use of a service is not the stamp's to narrow.
          ...(adopted === undefined
            ? { policy: JSON.stringify(interfaceEndpointPolicy(arnsOf(settings), service, lent)) }
            : {}),
          tags: { Name: `${stack.name}-${service}` },
        },
        this.within(),
      );

    this.ready = endpointServices.filter((service) => !adopted?.endpoints.includes(service)).map(endpoint);
    this.done();
  }
}
