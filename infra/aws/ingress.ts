import { Listener, LoadBalancer, TargetGroup } from "@pulumi/aws/lb/index.js";
import { Record } from "@pulumi/aws/route53/index.js";
import type { Input, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { isPublic } from "./clients.ts";
import type { AwsContext } from "./context.ts";
import { type BucketFacts, type FirewallFacts, type NetworkFacts, ports } from "./parts.ts";

export interface AwsIngressArgs {
  readonly context: AwsContext;
  readonly host: string;
  readonly certificateArn: Input<string>;
  readonly network: Pick<NetworkFacts, "vpcId" | "ingressSubnetIds">;
  readonly firewall: Pick<FirewallFacts, "ingress">;
  readonly logs: Pick<BucketFacts, "name" | "ready">;
}

export interface IngressFacts {
  /** What the region's host and `*.` below it have to point to. */
  readonly host: Input<string>;
  readonly arn: Input<string>;
  readonly edgeTargetGroupArn: Input<string>;
  readonly redirectTargetGroupArn: Input<string>;
  /** What CloudWatch files the balancer's and the edge's metrics under. */
  readonly balancerSuffix: Input<string>;
  readonly targetGroupSuffix: Input<string>;
  /** Tasks can be registered and are reached. */
  readonly ready: readonly Resource[];
}

/**
 * Policies without a cipher that lacks forward secrecy or authenticated encryption. Of AWS's for TLS 1.2, only `Res` leaves
 * those with CBC out; `PQ` adds a key exchange that a recording cannot be broken with later, for clients that know it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const tlsPolicies = {
  "1.2": "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "1.3": "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
} as const;

/**
 * The region's front door: public in SaaS, inside the customer's network otherwise. It ends TLS for clients and speaks TLS
 * to the edge behind it; port 80 leads to the edge's 308, because a balancer's own redirects are 301 and 302 only, which
 * turn a POST into a GET.
 */
export class AwsIngress extends Component {
  readonly facts: IngressFacts;

  constructor(name: string, args: AwsIngressArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Ingress", name, options);
    const { context, host, certificateArn, network, firewall, logs } = args;
    const { names, active, facts: promised, settings } = context;

    const balancer = new LoadBalancer(
      this.child("balancer"),
      {
        name: names.of("loadBalancer", "ingress"),
        loadBalancerType: "application",
        internal: !isPublic(settings),
        ipAddressType: "ipv4",
        subnets: [...network.ingressSubnetIds],
        securityGroups: [firewall.ingress],
        desyncMitigationMode: "strictest",
        dropInvalidHeaderFields: true,
        preserveHostHeader: true,
        // The edge reads the list from its right end, where the balancer wrote whom it saw.
        xffHeaderProcessingMode: "append",
        idleTimeout: 60,
        enableHttp2: true,
        enableWafFailOpen: false,
        enableDeletionProtection: active,
        accessLogs: { bucket: logs.name, enabled: true },
        connectionLogs: { bucket: logs.name, enabled: true },
      },
      this.within({ dependsOn: [...logs.ready] }),
    );

    const targets = (part: string, protocol: "HTTP" | "HTTPS", port: number, path: string, matcher: string) =>
      new TargetGroup(
        this.child(part),
        {
          name: names.of("targetGroup", part),
          targetType: "ip",
          protocol,
          protocolVersion: "HTTP1",
          port,
          vpcId: network.vpcId,
          deregistrationDelay: 30,
          slowStart: 0,
          loadBalancingAlgorithmType: "least_outstanding_requests",
          stickiness: { type: "lb_cookie", enabled: false },
          healthCheck: {
            protocol,
            port: "traffic-port",
            path,
            matcher,
            interval: 10,
            timeout: 5,
            healthyThreshold: 2,
            unhealthyThreshold: 3,
          },
        },
        this.within(),
      );
    // The balancer asks by address, which is no host of the product: the edge's refusal shows that it works. What the edge
    // knows is the container's own check; a region that another one's map is missing from must not lose its front door.
    const edge = targets("edge", "HTTPS", ports.edge, "/health", "200,421");
    const redirect = targets("redirect", "HTTP", ports.edgeRedirect, "/", "308,421");

    const https = new Listener(
      this.child("https"),
      {
        loadBalancerArn: balancer.arn,
        port: ports.https,
        protocol: "HTTPS",
        sslPolicy: tlsPolicies[promised.tlsMinimum],
        certificateArn,
        routingHttpResponseServerEnabled: false,
        defaultActions: [{ type: "forward", targetGroupArn: edge.arn }],
      },
      this.within(),
    );
    const http = new Listener(
      this.child("http"),
      {
        loadBalancerArn: balancer.arn,
        port: ports.http,
        protocol: "HTTP",
        routingHttpResponseServerEnabled: false,
        defaultActions: [{ type: "forward", targetGroupArn: redirect.arn }],
      },
      this.within(),
    );

    const record = (zoneId: string, part: string, recordName: string) =>
      new Record(
        this.child(part),
        {
          zoneId,
          name: recordName,
          type: "A",
          aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: false }],
        },
        this.within(),
      );
    if ("zoneId" in settings.ingress) {
      record(settings.ingress.zoneId, "record", host);
      record(settings.ingress.zoneId, "record-tenants", `*.${host}`);
    }

    this.facts = {
      host: balancer.dnsName,
      arn: balancer.arn,
      edgeTargetGroupArn: edge.arn,
      redirectTargetGroupArn: redirect.arn,
      balancerSuffix: balancer.arnSuffix,
      targetGroupSuffix: edge.arnSuffix,
      ready: [https, http],
    };
    this.done({ host: balancer.dnsName });
  }
}
