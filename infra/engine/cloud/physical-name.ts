import type { CloudResource } from "./cloud-resource.ts";

/** Names that are unique only together with something else, or not at all. */
const scopes: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/securityGroup:SecurityGroup": ["vpcId", "name"],
  "aws:ec2/subnet:Subnet": ["vpcId", "cidrBlock"],
  "aws:ec2/route:Route": [
    "routeTableId",
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
  ],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["subnetId", "gatewayId"],
  "aws:ec2/networkAclRule:NetworkAclRule": ["networkAclId", "egress", "ruleNumber"],
  "aws:ec2/internetGateway:InternetGateway": ["vpcId"],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": [
    ...["securityGroupId", "ipProtocol", "fromPort", "toPort"],
    ...["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"],
  ],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": [
    ...["securityGroupId", "ipProtocol", "fromPort", "toPort"],
    ...["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"],
  ],
  "aws:lb/listener:Listener": ["loadBalancerArn", "port"],
  "aws:lb/listenerRule:ListenerRule": ["listenerArn", "priority"],
  "aws:lb/loadBalancer:LoadBalancer": ["name"],
  "aws:lb/targetGroup:TargetGroup": ["name"],
  "aws:secretsmanager/secret:Secret": ["name"],
  "aws:rds/instance:Instance": ["identifier"],
  "aws:wafv2/webAcl:WebAcl": ["name"],
  "aws:ecs/taskDefinition:TaskDefinition": ["family", "revision"],
  "aws:cloudwatch/eventTarget:EventTarget": ["rule", "targetId"],
  "aws:iam/rolePolicy:RolePolicy": ["role", "name"],
  "cloudflare:index/workersCustomDomain:WorkersCustomDomain": ["hostname"],
  "cloudflare:index/dnsRecord:DnsRecord": ["zoneId", "name", "type", "content"],
  "cloudflare:index/hostnameTlsSetting:HostnameTlsSetting": ["zoneId", "settingId", "hostname"],
  "cloudflare:index/zoneSetting:ZoneSetting": ["zoneId", "settingId"],
  "cloudflare:index/workersKvNamespace:WorkersKvNamespace": ["title"],
  "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared": ["name"],
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
