import type * as acm from "@pulumi/aws/acm/index.js";
import type * as appautoscaling from "@pulumi/aws/appautoscaling/index.js";
import type * as backup from "@pulumi/aws/backup/index.js";
import type * as bedrock from "@pulumi/aws/bedrock/index.js";
import type * as budgets from "@pulumi/aws/budgets/index.js";
import type * as cloudtrail from "@pulumi/aws/cloudtrail/index.js";
import type * as cloudwatch from "@pulumi/aws/cloudwatch/index.js";
import type * as ec2 from "@pulumi/aws/ec2/index.js";
import type * as ecr from "@pulumi/aws/ecr/index.js";
import type * as ecs from "@pulumi/aws/ecs/index.js";
import type * as iam from "@pulumi/aws/iam/index.js";
import type * as kms from "@pulumi/aws/kms/index.js";
import type * as lambda from "@pulumi/aws/lambda/index.js";
import type * as lb from "@pulumi/aws/lb/index.js";
import type * as rds from "@pulumi/aws/rds/index.js";
import type * as route53 from "@pulumi/aws/route53/index.js";
import type * as s3 from "@pulumi/aws/s3/index.js";
import type * as scheduler from "@pulumi/aws/scheduler/index.js";
import type * as secretsmanager from "@pulumi/aws/secretsmanager/index.js";
import type * as servicediscovery from "@pulumi/aws/servicediscovery/index.js";
import type * as sns from "@pulumi/aws/sns/index.js";
import type * as ssm from "@pulumi/aws/ssm/index.js";
import type * as vpc from "@pulumi/aws/vpc/index.js";
import type * as wafv2 from "@pulumi/aws/wafv2/index.js";
import type * as cloudflare from "@pulumi/cloudflare/index.js";

/** Property names, checked against the SDK. */
const on = <State>(...properties: readonly (keyof State & string)[]): readonly string[] => properties;

/** A link between two things has nothing that could be updated. */
const anything = "anything";

/** Every region, name, and prefix of a name is for life, in each type that has it. */
const always: readonly string[] = [
  "region",
  "name",
  "namePrefix",
  "bucket",
  "bucketPrefix",
  "identifier",
  "identifierPrefix",
  "clusterIdentifier",
  "clusterIdentifierPrefix",
];

/**
 * What the providers replace a resource for, by type, beside what is always so (`ForceNew` in terraform-provider-aws,
 * `RequiresReplace` in the Cloudflare provider). A type that is not here is replaced for the `always` properties alone.
 */
const table: Readonly<Record<string, readonly string[] | typeof anything>> = {
  "aws:acm/certificate:Certificate": on<acm.CertificateState>(
    "domainName",
    "subjectAlternativeNames",
    "validationMethod",
    "keyAlgorithm",
    "certificateAuthorityArn",
  ),
  "aws:acm/certificateValidation:CertificateValidation": anything,
  "aws:appautoscaling/target:Target": on<appautoscaling.TargetState>(
    "resourceId",
    "scalableDimension",
    "serviceNamespace",
  ),
  "aws:appautoscaling/policy:Policy": on<appautoscaling.PolicyState>(
    "resourceId",
    "scalableDimension",
    "serviceNamespace",
  ),
  "aws:appautoscaling/scheduledAction:ScheduledAction": on<appautoscaling.ScheduledActionState>(
    "resourceId",
    "scalableDimension",
    "serviceNamespace",
  ),
  "aws:backup/vault:Vault": on<backup.VaultState>("kmsKeyArn"),
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": anything,
  "aws:backup/vaultPolicy:VaultPolicy": on<backup.VaultPolicyState>("backupVaultName"),
  "aws:backup/vaultNotifications:VaultNotifications": anything,
  "aws:backup/selection:Selection": anything,
  "aws:bedrock/inferenceProfile:InferenceProfile": on<bedrock.InferenceProfileState>("modelSource", "description"),
  "aws:budgets/budget:Budget": on<budgets.BudgetState>("accountId", "budgetType"),
  "aws:cloudtrail/eventDataStore:EventDataStore": on<cloudtrail.EventDataStoreState>("kmsKeyId"),
  "aws:cloudwatch/logGroup:LogGroup": on<cloudwatch.LogGroupState>("logGroupClass"),
  "aws:cloudwatch/logStream:LogStream": on<cloudwatch.LogStreamState>("logGroupName"),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": on<cloudwatch.LogMetricFilterState>("logGroupName"),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": on<cloudwatch.LogResourcePolicyState>("policyName"),
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": on<cloudwatch.LogSubscriptionFilterState>(
    "logGroup",
    "destinationArn",
  ),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": on<cloudwatch.CompositeAlarmState>("alarmName"),
  "aws:cloudwatch/dashboard:Dashboard": on<cloudwatch.DashboardState>("dashboardName"),
  "aws:cloudwatch/eventRule:EventRule": on<cloudwatch.EventRuleState>("eventBusName"),
  "aws:cloudwatch/eventTarget:EventTarget": on<cloudwatch.EventTargetState>("rule", "targetId", "eventBusName"),
  "aws:ec2/vpc:Vpc": on<ec2.VpcState>("cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"),
  "aws:ec2/subnet:Subnet": on<ec2.SubnetState>("vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"),
  "aws:ec2/routeTable:RouteTable": on<ec2.RouteTableState>("vpcId"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": on<ec2.RouteTableAssociationState>("subnetId", "gatewayId"),
  "aws:ec2/route:Route": on<ec2.RouteState>(
    "routeTableId",
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
  ),
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": on<ec2.EgressOnlyInternetGatewayState>("vpcId"),
  "aws:ec2/eip:Eip": on<ec2.EipState>("domain", "address", "networkBorderGroup", "publicIpv4Pool"),
  "aws:ec2/natGateway:NatGateway": on<ec2.NatGatewayState>(
    "allocationId",
    "subnetId",
    "connectivityType",
    "privateIp",
    "availabilityMode",
  ),
  "aws:ec2/securityGroup:SecurityGroup": on<ec2.SecurityGroupState>("description", "vpcId"),
  "aws:ec2/networkAcl:NetworkAcl": on<ec2.NetworkAclState>("vpcId"),
  "aws:ec2/networkAclRule:NetworkAclRule": anything,
  "aws:ec2/networkAclAssociation:NetworkAclAssociation": anything,
  "aws:ec2/managedPrefixList:ManagedPrefixList": on<ec2.ManagedPrefixListState>("addressFamily"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": on<ec2.VpcEndpointState>(
    "vpcId",
    "serviceName",
    "vpcEndpointType",
    "serviceRegion",
    "resourceConfigurationArn",
    "serviceNetworkArn",
  ),
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": anything,
  "aws:ec2/flowLog:FlowLog": anything,
  "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": anything,
  "aws:ec2/securityGroupRule:SecurityGroupRule": anything,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": on<vpc.SecurityGroupIngressRuleState>("securityGroupId"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": on<vpc.SecurityGroupEgressRuleState>("securityGroupId"),
  "aws:ecr/repository:Repository": on<ecr.RepositoryState>("encryptionConfigurations"),
  "aws:ecr/repositoryPolicy:RepositoryPolicy": on<ecr.RepositoryPolicyState>("repository"),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": anything,
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": on<ecs.ClusterCapacityProvidersState>("clusterName"),
  // A task definition is never changed: each change is a new revision.
  "aws:ecs/taskDefinition:TaskDefinition": on<ecs.TaskDefinitionState>(
    "containerDefinitions",
    "cpu",
    "memory",
    "family",
    "ephemeralStorage",
    "executionRoleArn",
    "taskRoleArn",
    "networkMode",
    "requiresCompatibilities",
    "runtimePlatform",
    "volumes",
    "ipcMode",
    "pidMode",
    "placementConstraints",
    "proxyConfiguration",
    "enableFaultInjection",
  ),
  "aws:ecs/service:Service": on<ecs.ServiceState>(
    "cluster",
    "launchType",
    "schedulingStrategy",
    "iamRole",
    "deploymentController",
  ),
  "aws:iam/role:Role": on<iam.RoleState>("path"),
  "aws:iam/rolePolicy:RolePolicy": on<iam.RolePolicyState>("role"),
  "aws:iam/policy:Policy": on<iam.PolicyState>("path", "description"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": anything,
  "aws:iam/instanceProfile:InstanceProfile": on<iam.InstanceProfileState>("path"),
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": on<iam.ServiceLinkedRoleState>("awsServiceName", "customSuffix"),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": on<iam.OpenIdConnectProviderState>("url"),
  "aws:kms/key:Key": on<kms.KeyState>(
    "customerMasterKeySpec",
    "keyUsage",
    "multiRegion",
    "customKeyStoreId",
    "xksKeyId",
  ),
  "aws:kms/keyPolicy:KeyPolicy": on<kms.KeyPolicyState>("keyId"),
  "aws:kms/grant:Grant": anything,
  "aws:lambda/function:Function": on<lambda.FunctionState>("packageType"),
  "aws:lambda/permission:Permission": anything,
  "aws:lb/loadBalancer:LoadBalancer": on<lb.LoadBalancerState>("internal", "loadBalancerType", "customerOwnedIpv4Pool"),
  "aws:lb/targetGroup:TargetGroup": on<lb.TargetGroupState>(
    "port",
    "protocol",
    "protocolVersion",
    "vpcId",
    "targetType",
    "ipAddressType",
  ),
  "aws:lb/listener:Listener": on<lb.ListenerState>("loadBalancerArn"),
  "aws:lb/listenerRule:ListenerRule": on<lb.ListenerRuleState>("listenerArn"),
  "aws:lb/listenerCertificate:ListenerCertificate": anything,
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": anything,
  "aws:rds/subnetGroup:SubnetGroup": on<rds.SubnetGroupState>(),
  "aws:rds/parameterGroup:ParameterGroup": on<rds.ParameterGroupState>("family", "description"),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": on<rds.ClusterParameterGroupState>("family", "description"),
  "aws:rds/cluster:Cluster": on<rds.ClusterState>(
    "availabilityZones",
    "databaseName",
    "dbSubnetGroupName",
    "dbSystemId",
    "engine",
    "engineMode",
    "kmsKeyId",
    "masterUsername",
    "storageEncrypted",
    "snapshotIdentifier",
    "restoreToPointInTime",
    "clusterScalabilityType",
    "sourceRegion",
  ),
  "aws:rds/clusterInstance:ClusterInstance": on<rds.ClusterInstanceState>(
    "availabilityZone",
    "dbSubnetGroupName",
    "engine",
    "customIamInstanceProfile",
    "performanceInsightsKmsKeyId",
  ),
  "aws:rds/instance:Instance": on<rds.InstanceState>(
    "availabilityZone",
    "dbName",
    "engine",
    "kmsKeyId",
    "storageEncrypted",
    "username",
    "characterSetName",
    "timezone",
    "snapshotIdentifier",
    "restoreToPointInTime",
    "performanceInsightsKmsKeyId",
    "backupTarget",
  ),
  "aws:rds/proxy:Proxy": on<rds.ProxyState>("engineFamily", "vpcSubnetIds"),
  "aws:route53/zone:Zone": on<route53.ZoneState>("delegationSetId"),
  "aws:route53/record:Record": on<route53.RecordState>("zoneId", "type", "setIdentifier"),
  "aws:route53/zoneAssociation:ZoneAssociation": anything,
  "aws:route53/queryLog:QueryLog": anything,
  "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig":
    on<route53.ResolverQueryLogConfigState>("destinationArn"),
  "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": anything,
  "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation":
    on<route53.ResolverFirewallRuleGroupAssociationState>("firewallRuleGroupId", "vpcId"),
  "aws:s3/bucket:Bucket": on<s3.BucketState>("objectLockEnabled"),
  "aws:s3/bucketObjectv2:BucketObjectv2": on<s3.BucketObjectv2State>("key"),
  "aws:scheduler/schedule:Schedule": on<scheduler.ScheduleState>("groupName"),
  "aws:secretsmanager/secretVersion:SecretVersion": on<secretsmanager.SecretVersionState>("secretId"),
  "aws:secretsmanager/secretRotation:SecretRotation": on<secretsmanager.SecretRotationState>("secretId"),
  "aws:secretsmanager/secretPolicy:SecretPolicy": on<secretsmanager.SecretPolicyState>("secretArn"),
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": on<servicediscovery.PrivateDnsNamespaceState>("vpc"),
  "aws:servicediscovery/service:Service": on<servicediscovery.ServiceState>("namespaceId", "type"),
  "aws:sns/topic:Topic": on<sns.TopicState>("fifoTopic"),
  "aws:sns/topicPolicy:TopicPolicy": on<sns.TopicPolicyState>("arn"),
  "aws:sns/topicSubscription:TopicSubscription": on<sns.TopicSubscriptionState>("topic", "protocol", "endpoint"),
  "aws:ssm/parameter:Parameter": on<ssm.ParameterState>("dataType"),
  "aws:wafv2/webAcl:WebAcl": on<wafv2.WebAclState>("scope"),
  "aws:wafv2/webAclAssociation:WebAclAssociation": anything,
  "aws:wafv2/ipSet:IpSet": on<wafv2.IpSetState>("scope", "ipAddressVersion"),
  "cloudflare:index/workersScript:WorkersScript": on<cloudflare.WorkersScriptState>("accountId", "scriptName"),
  "cloudflare:index/worker:Worker": on<cloudflare.WorkerState>("accountId"),
  "cloudflare:index/workerVersion:WorkerVersion": anything,
  "cloudflare:index/workersDeployment:WorkersDeployment": anything,
  "cloudflare:index/workersCustomDomain:WorkersCustomDomain": on<cloudflare.WorkersCustomDomainState>("accountId"),
  "cloudflare:index/workersRoute:WorkersRoute": on<cloudflare.WorkersRouteState>("zoneId"),
  "cloudflare:index/workersKvNamespace:WorkersKvNamespace": on<cloudflare.WorkersKvNamespaceState>("accountId"),
  "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared":
    on<cloudflare.ZeroTrustTunnelCloudflaredState>("accountId", "configSrc"),
  "cloudflare:index/zeroTrustTunnelCloudflaredConfig:ZeroTrustTunnelCloudflaredConfig":
    on<cloudflare.ZeroTrustTunnelCloudflaredConfigState>("accountId", "tunnelId"),
  "cloudflare:index/connectivityDirectoryService:ConnectivityDirectoryService":
    on<cloudflare.ConnectivityDirectoryServiceState>("accountId"),
  "cloudflare:index/dnsRecord:DnsRecord": on<cloudflare.DnsRecordState>("zoneId"),
  "cloudflare:index/zoneSetting:ZoneSetting": on<cloudflare.ZoneSettingState>("zoneId", "settingId"),
  "cloudflare:index/hostnameTlsSetting:HostnameTlsSetting": on<cloudflare.HostnameTlsSettingState>(
    "zoneId",
    "settingId",
    "hostname",
  ),
  "cloudflare:index/regionalHostname:RegionalHostname": on<cloudflare.RegionalHostnameState>("zoneId", "hostname"),
  "cloudflare:index/ruleset:Ruleset": on<cloudflare.RulesetState>("zoneId", "accountId", "kind", "phase"),
};

/** Names that are no identity of the resource: they can be changed. */
const renamed: Readonly<Record<string, readonly string[]>> = {
  "aws:backup/plan:Plan": ["name"],
  "aws:cloudwatch/queryDefinition:QueryDefinition": ["name"],
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": ["name"],
  "aws:ec2/managedPrefixList:ManagedPrefixList": ["name"],
  "cloudflare:index/dnsRecord:DnsRecord": ["name"],
  "cloudflare:index/ruleset:Ruleset": ["name"],
  "cloudflare:index/worker:Worker": ["name"],
  "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared": ["name"],
  "cloudflare:index/connectivityDirectoryService:ConnectivityDirectoryService": ["name"],
};

/** Every type the table names. */
export const typesWithReplacement: readonly string[] = Object.keys(table);

/** True when the provider cannot change this property in place: the resource is made anew. */
export const replacesOnChange = (type: string, property: string): boolean => {
  const properties = table[type] ?? [];
  if (properties === anything) return property !== "tags";
  if (properties.includes(property)) return true;
  return always.includes(property) && !renamed[type]?.includes(property);
};
