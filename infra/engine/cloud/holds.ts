import type * as backup from "@pulumi/aws/backup/index.js";
import type * as cloudwatch from "@pulumi/aws/cloudwatch/index.js";
import type * as ec2 from "@pulumi/aws/ec2/index.js";
import type * as ecs from "@pulumi/aws/ecs/index.js";
import type * as iam from "@pulumi/aws/iam/index.js";
import type * as lb from "@pulumi/aws/lb/index.js";
import type * as rds from "@pulumi/aws/rds/index.js";
import type * as route53 from "@pulumi/aws/route53/index.js";
import type * as scheduler from "@pulumi/aws/scheduler/index.js";
import type * as vpc from "@pulumi/aws/vpc/index.js";
import type { CloudResource } from "./cloud-resource.ts";
import { refersTo } from "./cloud-resource.ts";

interface Holder {
  readonly type: string;
  readonly properties: readonly string[];
}

interface Hold {
  /** The cloud's error code when the held resource is deleted first. */
  readonly code: string;
  readonly by: readonly Holder[];
}

const by = <State>(type: string, ...properties: readonly (keyof State & string)[]): Holder => ({ type, properties });

const service = "aws:ecs/service:Service";
const loadBalancer = "aws:lb/loadBalancer:LoadBalancer";
const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
const cluster = "aws:rds/cluster:Cluster";
const clusterInstance = "aws:rds/clusterInstance:ClusterInstance";
const instance = "aws:rds/instance:Instance";
const listeners = [
  by<lb.ListenerState>("aws:lb/listener:Listener", "defaultActions"),
  by<lb.ListenerRuleState>("aws:lb/listenerRule:ListenerRule", "actions"),
];

/** What cannot be deleted while something else still uses it. */
const holds: Readonly<Record<string, Hold>> = {
  "aws:ec2/vpc:Vpc": {
    code: "DependencyViolation",
    by: [
      by<ec2.SubnetState>("aws:ec2/subnet:Subnet", "vpcId"),
      by<ec2.InternetGatewayState>("aws:ec2/internetGateway:InternetGateway", "vpcId"),
      by<ec2.SecurityGroupState>("aws:ec2/securityGroup:SecurityGroup", "vpcId"),
      by<ec2.RouteTableState>("aws:ec2/routeTable:RouteTable", "vpcId"),
      by<ec2.NetworkAclState>("aws:ec2/networkAcl:NetworkAcl", "vpcId"),
      by<ec2.VpcEndpointState>(endpoint, "vpcId"),
    ],
  },
  "aws:ec2/subnet:Subnet": {
    code: "DependencyViolation",
    by: [
      by<lb.LoadBalancerState>(loadBalancer, "subnets", "subnetMappings"),
      by<ecs.ServiceState>(service, "networkConfiguration"),
      by<ec2.VpcEndpointState>(endpoint, "subnetIds"),
      by<ec2.NatGatewayState>("aws:ec2/natGateway:NatGateway", "subnetId"),
      by<rds.SubnetGroupState>("aws:rds/subnetGroup:SubnetGroup", "subnetIds"),
      by<rds.ProxyState>("aws:rds/proxy:Proxy", "vpcSubnetIds"),
    ],
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    code: "DependencyViolation",
    by: [
      by<lb.LoadBalancerState>(loadBalancer, "securityGroups"),
      by<ecs.ServiceState>(service, "networkConfiguration"),
      by<ec2.VpcEndpointState>(endpoint, "securityGroupIds"),
      by<rds.ClusterState>(cluster, "vpcSecurityGroupIds"),
      by<rds.InstanceState>(instance, "vpcSecurityGroupIds"),
      by<rds.ProxyState>("aws:rds/proxy:Proxy", "vpcSecurityGroupIds"),
      by<vpc.SecurityGroupIngressRuleState>(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "referencedSecurityGroupId",
      ),
      by<vpc.SecurityGroupEgressRuleState>(
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "referencedSecurityGroupId",
      ),
    ],
  },
  "aws:ec2/routeTable:RouteTable": {
    code: "DependencyViolation",
    by: [by<ec2.RouteTableAssociationState>("aws:ec2/routeTableAssociation:RouteTableAssociation", "routeTableId")],
  },
  "aws:ec2/eip:Eip": {
    code: "AuthFailure",
    by: [by<ec2.NatGatewayState>("aws:ec2/natGateway:NatGateway", "allocationId")],
  },
  "aws:lb/targetGroup:TargetGroup": { code: "ResourceInUse", by: listeners },
  "aws:acm/certificate:Certificate": {
    code: "ResourceInUseException",
    by: [
      by<lb.ListenerState>("aws:lb/listener:Listener", "certificateArn"),
      by<lb.ListenerCertificateState>("aws:lb/listenerCertificate:ListenerCertificate", "certificateArn"),
    ],
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    code: "InvalidDBSubnetGroupStateFault",
    by: [by<rds.ClusterState>(cluster, "dbSubnetGroupName"), by<rds.InstanceState>(instance, "dbSubnetGroupName")],
  },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": {
    code: "InvalidDBParameterGroupState",
    by: [by<rds.ClusterState>(cluster, "dbClusterParameterGroupName")],
  },
  "aws:rds/parameterGroup:ParameterGroup": {
    code: "InvalidDBParameterGroupState",
    by: [
      by<rds.InstanceState>(instance, "parameterGroupName"),
      by<rds.ClusterInstanceState>(clusterInstance, "dbParameterGroupName"),
      by<rds.ClusterState>(cluster, "dbInstanceParameterGroupName"),
    ],
  },
  [cluster]: {
    code: "InvalidDBClusterStateFault",
    by: [by<rds.ClusterInstanceState>(clusterInstance, "clusterIdentifier")],
  },
  "aws:ecs/cluster:Cluster": {
    code: "ClusterContainsServicesException",
    by: [by<ecs.ServiceState>(service, "cluster")],
  },
  "aws:iam/role:Role": {
    code: "DeleteConflict",
    by: [
      by<iam.RolePolicyAttachmentState>("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role"),
      by<iam.RolePolicyState>("aws:iam/rolePolicy:RolePolicy", "role"),
      by<iam.InstanceProfileState>("aws:iam/instanceProfile:InstanceProfile", "role"),
    ],
  },
  "aws:iam/policy:Policy": {
    code: "DeleteConflict",
    by: [
      by<iam.RolePolicyAttachmentState>("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn"),
      by<iam.RoleState>("aws:iam/role:Role", "permissionsBoundary"),
    ],
  },
  "aws:backup/plan:Plan": {
    code: "InvalidRequestException",
    by: [by<backup.SelectionState>("aws:backup/selection:Selection", "planId")],
  },
  "aws:cloudwatch/eventRule:EventRule": {
    code: "ValidationException",
    by: [by<cloudwatch.EventTargetState>("aws:cloudwatch/eventTarget:EventTarget", "rule")],
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": {
    code: "ConflictException",
    by: [by<scheduler.ScheduleState>("aws:scheduler/schedule:Schedule", "groupName")],
  },
  "aws:route53/zone:Zone": {
    code: "HostedZoneNotEmpty",
    by: [by<route53.RecordState>("aws:route53/record:Record", "zoneId")],
  },
};

/** Who keeps this resource from being deleted, with the cloud's error code; nothing when nobody does. */
export const heldBy = (
  resource: CloudResource,
  others: Iterable<CloudResource>,
): { readonly code: string; readonly holder: CloudResource } | undefined => {
  const hold = holds[resource.type];
  if (hold === undefined) return undefined;
  for (const other of others) {
    const properties = hold.by.find(({ type }) => type === other.type)?.properties ?? [];
    if (properties.some((property) => refersTo(other.inputs[property], resource))) {
      return { code: hold.code, holder: other };
    }
  }
  return undefined;
};

/** Every type the table names, held or holding. */
export const typesInHolds: readonly string[] = [
  ...Object.keys(holds),
  ...Object.values(holds).flatMap((hold) => hold.by.map(({ type }) => type)),
];
