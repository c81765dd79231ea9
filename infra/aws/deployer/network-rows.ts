import { type DeployerRows, of } from "./row.ts";

const tags = of("ec2", "CreateTags", "DeleteTags");
const entries = of("ec2", "CreateNetworkAclEntry", "DeleteNetworkAclEntry", "DescribeNetworkAcls");
const rules = of("ec2", "DescribeSecurityGroupRules", "ModifySecurityGroupRules");

/** Network, firewall, endpoints. (docs.aws.amazon.com/service-authorization, list_amazonec2) */
export const networkRows: DeployerRows = {
  "aws:ec2/vpc:Vpc": {
    actions: [
      ...of("ec2", "CreateVpc", "DeleteVpc", "DescribeVpcs", "DescribeVpcAttribute", "ModifyVpcAttribute"),
      ...of("ec2", "DescribeNetworkAcls", "DescribeRouteTables", "DescribeSecurityGroups"),
      ...tags,
    ],
  },
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": { actions: [...entries, ...of("ec2", "DescribeVpcs"), ...tags] },
  "aws:ec2/defaultRouteTable:DefaultRouteTable": {
    actions: [...of("ec2", "DescribeRouteTables", "CreateRoute", "DeleteRoute", "DisableVgwRoutePropagation"), ...tags],
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    actions: [
      ...of("ec2", "DescribeSecurityGroups", "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress"),
      ...tags,
    ],
  },
  "aws:ec2/internetGateway:InternetGateway": {
    actions: [
      ...of("ec2", "CreateInternetGateway", "DeleteInternetGateway", "DescribeInternetGateways"),
      ...of("ec2", "AttachInternetGateway", "DetachInternetGateway"),
      ...tags,
    ],
  },
  "aws:ec2/eip:Eip": {
    actions: [
      ...of("ec2", "AllocateAddress", "ReleaseAddress", "DisassociateAddress"),
      ...of("ec2", "DescribeAddresses", "DescribeAddressesAttribute"),
      ...tags,
    ],
  },
  "aws:ec2/natGateway:NatGateway": {
    actions: [...of("ec2", "CreateNatGateway", "DeleteNatGateway", "DescribeNatGateways"), ...tags],
  },
  "aws:ec2/subnet:Subnet": {
    actions: [
      ...of("ec2", "CreateSubnet", "DeleteSubnet", "DescribeSubnets", "ModifySubnetAttribute"),
      // A subnet cannot go before the last interface in it has: the provider waits for them.
      ...of("ec2", "DescribeNetworkInterfaces"),
      ...tags,
    ],
  },
  "aws:ec2/routeTable:RouteTable": {
    actions: [...of("ec2", "CreateRouteTable", "DeleteRouteTable", "DescribeRouteTables"), ...tags],
  },
  "aws:ec2/route:Route": {
    actions: of("ec2", "CreateRoute", "DeleteRoute", "DescribeRouteTables", "ReplaceRoute"),
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    actions: of(
      "ec2",
      "AssociateRouteTable",
      "DescribeRouteTables",
      "DisassociateRouteTable",
      "ReplaceRouteTableAssociation",
    ),
  },
  "aws:ec2/networkAcl:NetworkAcl": {
    actions: [
      ...of("ec2", "CreateNetworkAcl", "DeleteNetworkAcl", "ReplaceNetworkAclAssociation"),
      ...entries,
      ...tags,
    ],
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    actions: [
      ...of("ec2", "CreateSecurityGroup", "DeleteSecurityGroup", "DescribeSecurityGroups"),
      // AWS lets everything out of a new group; the provider takes that back.
      ...of("ec2", "RevokeSecurityGroupEgress", "DescribeNetworkInterfaces"),
      ...tags,
    ],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    actions: [...of("ec2", "AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"), ...rules, ...tags],
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    actions: [...of("ec2", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress"), ...rules, ...tags],
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    actions: [
      ...of("ec2", "CreateVpcEndpoint", "DeleteVpcEndpoints", "DescribeVpcEndpoints", "ModifyVpcEndpoint"),
      ...of("ec2", "DescribeNetworkInterfaces", "DescribePrefixLists"),
      // The endpoint's private names are a zone of AWS's that the network is joined to.
      ...of("route53", "AssociateVPCWithHostedZone"),
      ...tags,
    ],
  },
  "aws:ec2/flowLog:FlowLog": {
    actions: [
      ...of("ec2", "CreateFlowLogs", "DeleteFlowLogs", "DescribeFlowLogs"),
      ...of("logs", "CreateLogDelivery", "DeleteLogDelivery"),
      ...tags,
    ],
    passesRoleTo: ["vpc-flow-logs.amazonaws.com"],
  },
};
