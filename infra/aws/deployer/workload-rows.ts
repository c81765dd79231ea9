import { type DeployerRows, of } from "./row.ts";

const balancerTags = of("elasticloadbalancing", "AddTags", "DescribeTags", "RemoveTags");
const ecsTags = of("ecs", "ListTagsForResource", "TagResource", "UntagResource");
const policyTags = of("iam", "ListPolicyTags", "TagPolicy", "UntagPolicy");
const scalingTags = of("application-autoscaling", "ListTagsForResource", "TagResource", "UntagResource");

/** Roles, tasks, balancers, names, and what watches them. */
export const workloadRows: DeployerRows = {
  "aws:iam/role:Role": {
    actions: [
      ...of("iam", "CreateRole", "DeleteRole", "GetRole", "UpdateAssumeRolePolicy", "UpdateRole"),
      ...of("iam", "ListAttachedRolePolicies", "ListInstanceProfilesForRole", "ListRolePolicies"),
      ...of("iam", "PutRolePermissionsBoundary"),
      ...of("iam", "ListRoleTags", "TagRole", "UntagRole"),
    ],
  },
  "aws:iam/rolePolicy:RolePolicy": { actions: of("iam", "DeleteRolePolicy", "GetRolePolicy", "PutRolePolicy") },
  "aws:iam/policy:Policy": {
    actions: [
      ...of("iam", "CreatePolicy", "DeletePolicy", "GetPolicy"),
      ...of("iam", "CreatePolicyVersion", "DeletePolicyVersion", "GetPolicyVersion", "ListPolicyVersions"),
      ...policyTags,
    ],
  },
  "aws:ecs/cluster:Cluster": {
    actions: [...of("ecs", "CreateCluster", "DeleteCluster", "DescribeClusters", "UpdateCluster"), ...ecsTags],
    linkedRoles: ["ecs.amazonaws.com"],
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    actions: [...of("ecs", "DeregisterTaskDefinition", "DescribeTaskDefinition", "RegisterTaskDefinition"), ...ecsTags],
    passesRoleTo: ["ecs-tasks.amazonaws.com"],
  },
  "aws:ecs/service:Service": {
    actions: [
      ...of("ecs", "CreateService", "DeleteService", "DescribeServices", "UpdateService"),
      // To wait until a release is steady, and to say why one is not.
      ...of("ecs", "DescribeServiceDeployments", "ListServiceDeployments"),
      ...ecsTags,
    ],
  },
  "aws:appautoscaling/target:Target": {
    actions: [
      ...of("application-autoscaling", "DeregisterScalableTarget", "DescribeScalableTargets", "RegisterScalableTarget"),
      ...scalingTags,
    ],
    linkedRoles: ["ecs.application-autoscaling.amazonaws.com"],
  },
  "aws:appautoscaling/policy:Policy": {
    actions: [
      ...of("application-autoscaling", "DeleteScalingPolicy", "DescribeScalingPolicies", "PutScalingPolicy"),
      ...of("cloudwatch", "DeleteAlarms", "DescribeAlarms", "PutMetricAlarm"),
    ],
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    actions: [
      ...of("elasticloadbalancing", "CreateLoadBalancer", "DeleteLoadBalancer", "DescribeLoadBalancers"),
      ...of("elasticloadbalancing", "DescribeLoadBalancerAttributes", "ModifyLoadBalancerAttributes"),
      ...of(
        "elasticloadbalancing",
        "DescribeCapacityReservation",
        "SetIpAddressType",
        "SetSecurityGroups",
        "SetSubnets",
      ),
      ...of("ec2", "DescribeNetworkInterfaces", "DescribeSecurityGroups", "DescribeSubnets", "DescribeVpcs"),
      ...balancerTags,
    ],
    linkedRoles: ["elasticloadbalancing.amazonaws.com"],
  },
  "aws:lb/targetGroup:TargetGroup": {
    actions: [
      ...of("elasticloadbalancing", "CreateTargetGroup", "DeleteTargetGroup", "DescribeTargetGroups"),
      ...of(
        "elasticloadbalancing",
        "DescribeTargetGroupAttributes",
        "ModifyTargetGroup",
        "ModifyTargetGroupAttributes",
      ),
      ...balancerTags,
    ],
  },
  "aws:lb/listener:Listener": {
    actions: [
      ...of("elasticloadbalancing", "CreateListener", "DeleteListener", "DescribeListeners", "ModifyListener"),
      ...of("elasticloadbalancing", "DescribeListenerAttributes", "ModifyListenerAttributes"),
      ...balancerTags,
    ],
  },
  "aws:acm/certificate:Certificate": {
    actions: of(
      "acm",
      "AddTagsToCertificate",
      "DeleteCertificate",
      "DescribeCertificate",
      "ListTagsForCertificate",
      "RemoveTagsFromCertificate",
      "RequestCertificate",
    ),
  },
  "aws:acm/certificateValidation:CertificateValidation": { actions: of("acm", "DescribeCertificate") },
  "aws:route53/record:Record": {
    actions: of("route53", "ChangeResourceRecordSets", "GetChange", "GetHostedZone", "ListResourceRecordSets"),
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    actions: [
      ...of("logs", "CreateLogGroup", "DeleteLogGroup", "DescribeLogGroups", "PutLogGroupDeletionProtection"),
      ...of("logs", "AssociateKmsKey", "DeleteRetentionPolicy", "DisassociateKmsKey", "PutRetentionPolicy"),
      ...of("logs", "ListTagsForResource", "TagResource", "UntagResource"),
    ],
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    actions: of("logs", "DeleteMetricFilter", "DescribeMetricFilters", "PutMetricFilter"),
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    actions: of(
      "cloudwatch",
      "DeleteAlarms",
      "DescribeAlarms",
      "ListTagsForResource",
      "PutMetricAlarm",
      "TagResource",
      "UntagResource",
    ),
  },
  "aws:cloudwatch/eventRule:EventRule": {
    actions: of(
      "events",
      "DeleteRule",
      "DescribeRule",
      "DisableRule",
      "EnableRule",
      "ListTagsForResource",
      "PutRule",
      "TagResource",
      "UntagResource",
    ),
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    actions: of("events", "ListTargetsByRule", "PutTargets", "RemoveTargets"),
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": {
    actions: of(
      "scheduler",
      "CreateScheduleGroup",
      "DeleteScheduleGroup",
      "GetScheduleGroup",
      "ListTagsForResource",
      "TagResource",
      "UntagResource",
    ),
  },
  "aws:scheduler/schedule:Schedule": {
    actions: of("scheduler", "CreateSchedule", "DeleteSchedule", "GetSchedule", "UpdateSchedule"),
    passesRoleTo: ["scheduler.amazonaws.com"],
  },
  "aws:sns/topic:Topic": {
    actions: of(
      "sns",
      "CreateTopic",
      "DeleteTopic",
      "GetTopicAttributes",
      "ListTagsForResource",
      "SetTopicAttributes",
      "TagResource",
      "UntagResource",
    ),
  },
  "aws:sns/topicPolicy:TopicPolicy": { actions: of("sns", "GetTopicAttributes", "SetTopicAttributes") },
  "aws:sns/topicSubscription:TopicSubscription": {
    actions: of("sns", "GetSubscriptionAttributes", "SetSubscriptionAttributes", "Subscribe", "Unsubscribe"),
  },
  "aws:budgets/budget:Budget": {
    actions: of("budgets", "ListTagsForResource", "ModifyBudget", "TagResource", "UntagResource", "ViewBudget"),
  },
  "aws:guardduty/detector:Detector": {
    actions: of(
      "guardduty",
      "CreateDetector",
      "DeleteDetector",
      "GetDetector",
      "ListDetectors",
      "ListTagsForResource",
      "TagResource",
      "UntagResource",
      "UpdateDetector",
    ),
    linkedRoles: ["guardduty.amazonaws.com"],
  },
  "aws:guardduty/detectorFeature:DetectorFeature": { actions: of("guardduty", "GetDetector", "UpdateDetector") },
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    actions: [
      ...of("wafv2", "AssociateWebACL", "DisassociateWebACL", "GetWebACL", "GetWebACLForResource"),
      ...of("elasticloadbalancing", "SetWebACL"),
    ],
  },
};
