import type * as ec2 from "@pulumi/aws/ec2/index.js";
import type * as vpc from "@pulumi/aws/vpc/index.js";
import type { Facts } from "./facts.ts";
import { linkRow, type Rows, row } from "./row.ts";

const numbered = (prefix: string) => (facts: Facts) => `${prefix}-0${facts.hex(16)}`;
const owner = (facts: Facts) => facts.context.accountId;
const arnOf = (kind: string) => (facts: Facts, id: string) => facts.arn("ec2", `${kind}/${id}`);
const address = (facts: Facts, salt: string) =>
  `198.51.${Number.parseInt(facts.hex(2, salt), 16)}.${Number.parseInt(facts.hex(2, `${salt}2`), 16)}`;
const isInterface = (facts: Facts) => facts.text("vpcEndpointType", "Gateway") === "Interface";

/** VPC, subnets, routes, gateways, security groups, endpoints. */
export const networkRows: Rows = {
  "aws:ec2/vpc:Vpc": row<ec2.VpcState>({
    id: numbered("vpc"),
    outputs: {
      arn: arnOf("vpc"),
      ownerId: owner,
      defaultNetworkAclId: (facts) => `acl-0${facts.hex(16, "acl")}`,
      defaultRouteTableId: (facts) => `rtb-0${facts.hex(16, "rtb")}`,
      mainRouteTableId: (facts) => `rtb-0${facts.hex(16, "rtb")}`,
      defaultSecurityGroupId: (facts) => `sg-0${facts.hex(16, "sg")}`,
      dhcpOptionsId: (facts) => `dopt-0${facts.hex(16, "dopt")}`,
      ipv6AssociationId: (facts) =>
        facts.flag("assignGeneratedIpv6CidrBlock") ? `vpc-cidr-assoc-0${facts.hex(16, "v6")}` : "",
    },
  }),
  "aws:ec2/subnet:Subnet": row<ec2.SubnetState>({
    id: numbered("subnet"),
    outputs: {
      arn: arnOf("subnet"),
      ownerId: owner,
      ipv6CidrBlockAssociationId: () => "",
      availabilityZoneId: (facts) => `${facts.context.region.replaceAll(/[a-z]*-/g, "")}az1`,
      availabilityZone: (facts) => facts.text("availabilityZone", `${facts.context.region}a`),
    },
  }),
  "aws:ec2/routeTable:RouteTable": row<ec2.RouteTableState>({
    id: numbered("rtb"),
    outputs: { arn: arnOf("route-table"), ownerId: owner },
  }),
  "aws:ec2/defaultRouteTable:DefaultRouteTable": row<ec2.DefaultRouteTableState>({
    id: (facts) => facts.text("defaultRouteTableId"),
    outputs: { arn: arnOf("route-table"), ownerId: owner, vpcId: (facts) => `vpc-0${facts.hex(16, "vpc")}` },
  }),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { id: numbered("rtbassoc") },
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": row<ec2.MainRouteTableAssociationState>({
    id: numbered("rtbassoc"),
    outputs: { originalRouteTableId: (facts) => `rtb-0${facts.hex(16, "rtb")}` },
  }),
  "aws:ec2/route:Route": row<ec2.RouteState>({
    id: (facts) => `r-${facts.text("routeTableId")}${Number.parseInt(facts.hex(8), 16)}`,
    outputs: {
      origin: () => "CreateRoute",
      state: () => "active",
      instanceId: () => "",
      instanceOwnerId: () => "",
    },
  }),
  "aws:ec2/internetGateway:InternetGateway": row<ec2.InternetGatewayState>({
    id: numbered("igw"),
    outputs: { arn: arnOf("internet-gateway"), ownerId: owner },
  }),
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": { id: numbered("eigw") },
  "aws:ec2/eip:Eip": row<ec2.EipState>({
    id: numbered("eipalloc"),
    outputs: {
      arn: arnOf("elastic-ip"),
      allocationId: (_facts, id) => id,
      publicIp: (facts) => address(facts, "ip"),
      publicDns: (facts) =>
        `ec2-${address(facts, "ip").replaceAll(".", "-")}.${facts.context.region}.compute.amazonaws.com`,
      associationId: () => "",
      privateIp: () => "",
      privateDns: () => "",
      ptrRecord: () => "",
      carrierIp: () => "",
      customerOwnedIp: () => "",
    },
  }),
  "aws:ec2/natGateway:NatGateway": row<ec2.NatGatewayState>({
    id: numbered("nat"),
    outputs: {
      associationId: (facts) => `eipassoc-0${facts.hex(16, "assoc")}`,
      networkInterfaceId: (facts) => `eni-0${facts.hex(16, "eni")}`,
      publicIp: (facts) => address(facts, "ip"),
      autoProvisionZones: () => "",
      autoScalingIps: () => "",
      regionalNatGatewayAddresses: () => [],
      regionalNatGatewayAutoMode: () => "",
      routeTableId: () => "",
    },
  }),
  "aws:ec2/securityGroup:SecurityGroup": row<ec2.SecurityGroupState>({
    id: numbered("sg"),
    outputs: { arn: arnOf("security-group"), ownerId: owner, name: (facts) => facts.named() },
  }),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": row<ec2.DefaultSecurityGroupState>({
    id: numbered("sg"),
    outputs: {
      arn: arnOf("security-group"),
      ownerId: owner,
      name: () => "default",
      namePrefix: () => "",
      description: () => "default VPC security group",
    },
  }),
  "aws:ec2/networkAcl:NetworkAcl": row<ec2.NetworkAclState>({
    id: numbered("acl"),
    outputs: { arn: arnOf("network-acl"), ownerId: owner },
  }),
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": row<ec2.DefaultNetworkAclState>({
    id: (facts) => facts.text("defaultNetworkAclId"),
    outputs: { arn: arnOf("network-acl"), ownerId: owner, vpcId: (facts) => `vpc-0${facts.hex(16, "vpc")}` },
  }),
  "aws:ec2/networkAclRule:NetworkAclRule": { id: (facts) => `nacl-${facts.hex(10)}` },
  "aws:ec2/networkAclAssociation:NetworkAclAssociation": { id: numbered("aclassoc") },
  "aws:ec2/managedPrefixList:ManagedPrefixList": row<ec2.ManagedPrefixListState>({
    id: numbered("pl"),
    outputs: { arn: arnOf("prefix-list"), ownerId: owner, version: () => 1 },
  }),
  "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions": row<ec2.VpcBlockPublicAccessOptionsState>({
    id: (facts) => facts.context.region,
    outputs: { awsAccountId: owner, awsRegion: (facts) => facts.context.region },
  }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": row<ec2.VpcEndpointState>({
    id: numbered("vpce"),
    outputs: {
      arn: arnOf("vpc-endpoint"),
      ownerId: owner,
      state: () => "available",
      requesterManaged: () => false,
      ipAddressType: (facts) => facts.text("ipAddressType", "ipv4"),
      networkInterfaceIds: (facts) =>
        isInterface(facts) ? facts.texts("subnetIds").map((subnet) => `eni-0${facts.hex(16, subnet)}`) : [],
      dnsEntries: (facts, id) => (isInterface(facts) ? [endpointName(facts, id)] : []),
      prefixListId: (facts) => (isInterface(facts) ? "" : `pl-${facts.hex(8, "pl")}`),
      cidrBlocks: (facts) => (isInterface(facts) ? [] : ["203.0.113.0/24"]),
    },
  }),
  "aws:ec2/vpcEndpointService:VpcEndpointService": row<ec2.VpcEndpointServiceState>({
    id: numbered("vpce-svc"),
    outputs: {
      arn: arnOf("vpc-endpoint-service"),
      serviceName: (facts, id) => `com.amazonaws.vpce.${facts.context.region}.${id}`,
      serviceType: () => "Interface",
      state: () => "Available",
      managesVpcEndpoints: () => false,
      availabilityZones: (facts) => ["a", "b", "c"].map((zone) => facts.context.region + zone),
      baseEndpointDnsNames: (facts, id) => [`${id}.${facts.context.region}.vpce.amazonaws.com`],
      privateDnsNameConfigurations: () => [],
    },
  }),
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": {
    id: (facts) => `a-${facts.text("vpcEndpointId")}${facts.hex(10)}`,
  },
  "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": linkRow<ec2.VpcEndpointPolicyState>("", "vpcEndpointId"),
  "aws:ec2/flowLog:FlowLog": row<ec2.FlowLogState>({ id: numbered("fl"), outputs: { arn: arnOf("vpc-flow-log") } }),
  "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": row<ec2.VpcDhcpOptionsState>({
    id: numbered("dopt"),
    outputs: { arn: arnOf("dhcp-options"), ownerId: owner },
  }),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": row<vpc.SecurityGroupIngressRuleState>({
    id: numbered("sgr"),
    outputs: { arn: arnOf("security-group-rule"), securityGroupRuleId: (_facts, id) => id },
  }),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": row<vpc.SecurityGroupEgressRuleState>({
    id: numbered("sgr"),
    outputs: { arn: arnOf("security-group-rule"), securityGroupRuleId: (_facts, id) => id },
  }),
  "aws:ec2/securityGroupRule:SecurityGroupRule": row<ec2.SecurityGroupRuleState>({
    id: (facts) => `sgrule-${Number.parseInt(facts.hex(8), 16)}`,
    outputs: { securityGroupRuleId: (facts) => `sgr-0${facts.hex(16)}` },
  }),
};

const endpointName = (facts: Facts, id: string) => ({
  dnsName: `${id}-${facts.hex(8, "dns")}.${facts.text("serviceName").split(".").at(-1)}.${facts.context.region}.vpce.amazonaws.com`,
  hostedZoneId: `Z${facts.hex(13, "zone").toUpperCase()}`,
});
