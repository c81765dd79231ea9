import { text } from "./text.ts";

/** How a stack file names what is in AWS: ids, ARNs, images, hosts. An ARN names one thing, and is never a pattern. */

export const accountId = text(/^\d{12}$/, "must be the 12 digits of an AWS account");
export const vpcId = text(/^vpc-[0-9a-f]{8,17}$/, "must be the id of a VPC, such as vpc-0a1b2c3d");
export const subnetId = text(/^subnet-[0-9a-f]{8,17}$/, "must be the id of a subnet, such as subnet-0a1b2c3d");
export const routeTableId = text(/^rtb-[0-9a-f]{8,17}$/, "must be the id of a route table, such as rtb-0a1b2c3d");
export const securityGroupId = text(/^sg-[0-9a-f]{8,17}$/, "must be the id of a security group, such as sg-0a1b2c3d");
export const prefixListId = text(/^pl-[0-9a-f]{8,17}$/, "must be the id of a prefix list, such as pl-6da54004");

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const arn = (service: string, resource: string, must: string) =>
  text(new RegExp(`^arn:aws(?:-cn|-us-gov)?:${service}:[a-z0-9-]+:\\d{12}:${resource}$`), must);

/** What Secrets Manager adds to a secret's name. */
const suffix = "-[A-Za-z0-9]{6}";

export const keyArn = arn(
  "kms",
  `key/${uuid}`,
  "must be the ARN of a KMS key (arn:aws:kms:<region>:<account>:key/<id>); an alias or a multi-Region key (mrk-…) will not do",
);
export const secretArn = arn(
  "secretsmanager",
  `secret:[\\w/+=.@!-]{1,512}${suffix}`,
  "must be the whole ARN of a secret, with the six characters that AWS adds to its name",
);
export const rdsSecretArn = arn(
  "secretsmanager",
  `secret:rds!(?:cluster|db)-[a-z0-9-]+${suffix}`,
  "must be the ARN of the secret that RDS manages (…:secret:rds!cluster-…), as `aws rds describe-db-clusters` lists it under MasterUserSecret",
);
export const certificateArn = arn(
  "acm",
  `certificate/${uuid}`,
  "must be the ARN of a certificate of ACM (arn:aws:acm:<region>:<account>:certificate/<id>)",
);
export const webAclArn = arn(
  "wafv2",
  `regional/webacl/[\\w-]{1,128}/${uuid}`,
  "must be the ARN of a regional web ACL (…:regional/webacl/<name>/<id>); CloudFront's will not do",
);

export const imageByDigest = text(
  /^[a-z0-9][a-z0-9.:-]*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+@sha256:[0-9a-f]{64}$/,
  "must name an image by its digest, such as registry.example/core-api@sha256:…",
);

/** AWS's rules, without dots: TLS cannot tell those from labels. */
export const bucketName = text(
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  "must be the name of a bucket: 3 to 63 lower-case letters, digits and hyphens, with no beginning or end that AWS keeps for itself",
);

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
/** A name in DNS that ends in letters, so that no address is one. */
export const hostPattern = new RegExp(`^(?=.{4,253}$)(?:${label}\\.)+[a-z]{2,63}$`);
export const hostName = text(hostPattern, "must be a host name, its labels of at most 63 characters");

export const email = text(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "must be an e-mail address");
