import type { Arns } from "../arn.ts";
import type { Grant } from "../policies/grant.ts";
import { of } from "./row.ts";

/** What is looked at before anything is made: parts that a stack brings, quotas, permissions. Nothing of it reads data. */
export const lookGrants = ({ partition, accountId, region, ofAccount }: Arns): readonly Grant[] => [
  {
    sid: "LookAtQuotas",
    why: "see in a preflight what the account has of its quotas",
    actions: of("servicequotas", "GetAWSDefaultServiceQuota", "GetServiceQuota"),
    resources: ["*"],
    conditions: { StringEquals: { "aws:RequestedRegion": region } },
  },
  {
    sid: "LookAtPermissions",
    why: "see in a preflight what it may do itself",
    actions: of("iam", "SimulatePrincipalPolicy"),
    resources: [ofAccount("iam", "role/*"), ofAccount("iam", "user/*")],
  },
  {
    sid: "LookAtWhatIsBrought",
    why: "see networks, keys and servers that a stack brings, before anything is made",
    actions: [
      ...of("ec2", "DescribeRouteTables", "DescribeSubnets", "DescribeVpcAttribute", "DescribeVpcEndpoints"),
      ...of("ec2", "DescribeVpcs"),
      ...of("kms", "DescribeKey"),
      ...of("rds", "DescribeDBClusters", "DescribeDBInstances", "ListTagsForResource"),
    ],
    resources: ["*"],
    conditions: { StringEquals: { "aws:RequestedRegion": region } },
  },
  {
    sid: "LookAtBucketsThatAreBrought",
    why: "see where buckets that a stack brings lie, whether they are copied anywhere, and how they are locked",
    actions: of(
      "s3",
      "GetBucketLocation",
      "GetBucketObjectLockConfiguration",
      "GetReplicationConfiguration",
      "ListBucket",
    ),
    resources: [`arn:${partition}:s3:::*`],
    conditions: { StringEquals: { "aws:ResourceAccount": accountId } },
  },
];
