import { VpcEndpoint } from "@pulumi/aws/ec2/index.js";
import type { Input } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { arnsOf } from "./arn.ts";
import type { AwsContext } from "./context.ts";
import type { NetworkFacts } from "./parts.ts";
import { s3EndpointPolicy } from "./policies/endpoints.ts";

export interface AwsS3GatewayArgs {
  readonly context: AwsContext;
  readonly network: Pick<NetworkFacts, "vpcId" | "routeTableIds">;
}

/** The way to S3 that leaves no network: a gateway endpoint, or the adopted network's own. */
export class AwsS3Gateway extends Component {
  /** AWS's list of the addresses of S3 in the region, which rules of security groups name. */
  readonly prefixListId: Input<string>;

  constructor(name: string, { context, network }: AwsS3GatewayArgs, options?: ComponentOptions) {
    super("bailiwick:aws:S3Gateway", name, options);
    const { settings, stack } = context;
    const adopted = "adopt" in settings.network ? settings.network.adopt : undefined;

    const created = (): Input<string> =>
      new VpcEndpoint(
        this.child("s3"),
        {
          vpcId: network.vpcId,
          vpcEndpointType: "Gateway",
          serviceName: `com.amazonaws.${settings.region}.s3`,
          routeTableIds: [...network.routeTableIds],
          // An adopted network has neighbours, whose own use of S3 is not the stamp's to narrow.
          ...(adopted === undefined ? { policy: JSON.stringify(s3EndpointPolicy(arnsOf(settings))) } : {}),
          tags: { Name: `${stack.name}-s3` },
        },
        this.within(),
      ).prefixListId;

    this.prefixListId = adopted?.s3PrefixListId ?? created();
    this.done({ prefixListId: this.prefixListId });
  }
}
