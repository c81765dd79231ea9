import type * as cloudwatch from "@pulumi/aws/cloudwatch/index.js";
import type * as ec2 from "@pulumi/aws/ec2/index.js";
import type * as ecs from "@pulumi/aws/ecs/index.js";
import type * as iam from "@pulumi/aws/iam/index.js";
import type * as lb from "@pulumi/aws/lb/index.js";
import type * as rds from "@pulumi/aws/rds/index.js";
import type * as secretsmanager from "@pulumi/aws/secretsmanager/index.js";
import type * as vpc from "@pulumi/aws/vpc/index.js";
import type * as wafv2 from "@pulumi/aws/wafv2/index.js";
import type * as cloudflare from "@pulumi/cloudflare/index.js";
import type { CloudResource } from "./cloud-resource.ts";

const by = <State>(...properties: readonly (keyof State & string)[]): readonly string[] => properties;

const rule = by<vpc.SecurityGroupIngressRuleState & vpc.SecurityGroupEgressRuleState>(
  ...(["securityGroupId", "ipProtocol", "fromPort", "toPort"] as const),
  ...(["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"] as const),
);

/** Names that are unique only together with something else, or that are not the id. */
const scopes: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/securityGroup:SecurityGroup": by<ec2.SecurityGroupState>("vpcId", "name"),
  "aws:ec2/subnet:Subnet": by<ec2.SubnetState>("vpcId", "cidrBlock"),
  "aws:ec2/route:Route": by<ec2.RouteState>(
    "routeTableId",
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
  ),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": by<ec2.RouteTableAssociationState>("subnetId", "gatewayId"),
  "aws:ec2/networkAclRule:NetworkAclRule": by<ec2.NetworkAclRuleState>("networkAclId", "egress", "ruleNumber"),
  "aws:ec2/internetGateway:InternetGateway": by<ec2.InternetGatewayState>("vpcId"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule,
  "aws:lb/listener:Listener": by<lb.ListenerState>("loadBalancerArn", "port"),
  "aws:lb/listenerRule:ListenerRule": by<lb.ListenerRuleState>("listenerArn", "priority"),
  "aws:lb/loadBalancer:LoadBalancer": by<lb.LoadBalancerState>("name"),
  "aws:lb/targetGroup:TargetGroup": by<lb.TargetGroupState>("name"),
  "aws:secretsmanager/secret:Secret": by<secretsmanager.SecretState>("name"),
  "aws:rds/instance:Instance": by<rds.InstanceState>("identifier"),
  "aws:wafv2/webAcl:WebAcl": by<wafv2.WebAclState>("name"),
  "aws:ecs/taskDefinition:TaskDefinition": by<ecs.TaskDefinitionState>("family", "revision"),
  "aws:cloudwatch/eventTarget:EventTarget": by<cloudwatch.EventTargetState>("rule", "targetId"),
  "aws:iam/rolePolicy:RolePolicy": by<iam.RolePolicyState>("role", "name"),
  "cloudflare:index/workersCustomDomain:WorkersCustomDomain": by<cloudflare.WorkersCustomDomainState>("hostname"),
  "cloudflare:index/dnsRecord:DnsRecord": by<cloudflare.DnsRecordState>("zoneId", "name", "type", "content"),
  "cloudflare:index/hostnameTlsSetting:HostnameTlsSetting": by<cloudflare.HostnameTlsSettingState>(
    "zoneId",
    "settingId",
    "hostname",
  ),
  "cloudflare:index/zoneSetting:ZoneSetting": by<cloudflare.ZoneSettingState>("zoneId", "settingId"),
  "cloudflare:index/workersKvNamespace:WorkersKvNamespace": by<cloudflare.WorkersKvNamespaceState>("title"),
  "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared":
    by<cloudflare.ZeroTrustTunnelCloudflaredState>("name"),
};

/** Of these an account has one in a region. */
const singletons: ReadonlySet<string> = new Set([
  "aws:guardduty/detector:Detector",
  "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration",
]);

/** What the cloud lets exist only once: the id, unless the table says more. Unique within the type. */
export const physicalName = ({ type, id, state }: CloudResource): string => {
  if (singletons.has(type)) return "the only one of this region";
  const scope = scopes[type];
  return scope === undefined ? id : scope.map((property) => String(state[property] ?? "-")).join(" ");
};
