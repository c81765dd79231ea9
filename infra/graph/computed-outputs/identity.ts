import type * as iam from "@pulumi/aws/iam/index.js";
import type * as kms from "@pulumi/aws/kms/index.js";
import type * as secretsmanager from "@pulumi/aws/secretsmanager/index.js";
import type * as ssm from "@pulumi/aws/ssm/index.js";
import type { Facts } from "./facts.ts";
import { linkRow, type Rows, row } from "./row.ts";

const unique = (prefix: string) => (facts: Facts) => `${prefix}${facts.hex(17, "unique").toUpperCase()}`;
const made = () => "2026-01-01T00:00:00Z";
const path = (facts: Facts) => facts.text("path", "/");
const secretArn = (facts: Facts) => facts.arn("secretsmanager", `secret:${facts.named()}-${facts.hex(6)}`);
const aliasName = (facts: Facts) => facts.text("name") || `alias/${facts.name}-${facts.hex(7, "autoname")}`;

/** Who may do what, and with which secrets and keys: IAM, KMS, Secrets Manager, parameters. */
export const identityRows: Rows = {
  "aws:kms/key:Key": row<kms.KeyState>({
    id: (facts) => facts.uuid(),
    outputs: { arn: (facts, id) => facts.arn("kms", `key/${id}`), keyId: (_facts, id) => id },
  }),
  "aws:kms/alias:Alias": row<kms.AliasState>({
    id: aliasName,
    outputs: {
      name: aliasName,
      arn: (facts) => facts.arn("kms", aliasName(facts)),
      targetKeyArn: (facts) => {
        const target = facts.text("targetKeyId");
        return target.startsWith("arn:") ? target : facts.arn("kms", `key/${target}`);
      },
    },
  }),
  "aws:kms/keyPolicy:KeyPolicy": linkRow<kms.KeyPolicyState>("", "keyId"),
  "aws:kms/grant:Grant": row<kms.GrantState>({
    id: (facts) => `${facts.text("keyId")}:${facts.hex(64)}`,
    outputs: { grantId: (facts) => facts.hex(64), grantToken: (facts) => facts.hex(64, "token") },
  }),
  "aws:secretsmanager/secret:Secret": row<secretsmanager.SecretState>({
    id: secretArn,
    outputs: { arn: secretArn, name: (facts) => facts.named() },
  }),
  "aws:secretsmanager/secretVersion:SecretVersion": row<secretsmanager.SecretVersionState>({
    id: (facts) => `${facts.text("secretId")}|${facts.uuid()}`,
    outputs: {
      arn: (facts) => facts.text("secretId"),
      secretArn: (facts) => facts.text("secretId"),
      versionId: (facts) => facts.uuid(),
      versionStages: () => ["AWSCURRENT"],
      hasSecretStringWo: (facts) => facts.text("secretStringWo") !== "",
    },
  }),
  "aws:secretsmanager/secretRotation:SecretRotation": linkRow<secretsmanager.SecretRotationState>("", "secretId"),
  "aws:secretsmanager/secretPolicy:SecretPolicy": linkRow<secretsmanager.SecretPolicyState>("", "secretArn"),
  "aws:iam/role:Role": row<iam.RoleState>({
    id: (facts) => facts.named(),
    outputs: {
      name: (facts) => facts.named(),
      arn: (facts) => facts.globalArn("iam", `role${path(facts)}${facts.named()}`),
      uniqueId: unique("AROA"),
      createDate: made,
    },
  }),
  "aws:iam/rolePolicy:RolePolicy": row<iam.RolePolicyState>({
    id: (facts) => `${facts.text("role")}:${facts.named()}`,
    outputs: { name: (facts) => facts.named() },
  }),
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": linkRow<iam.RolePoliciesExclusiveState>("", "roleName"),
  "aws:iam/policy:Policy": row<iam.PolicyState>({
    id: (facts) => facts.globalArn("iam", `policy${path(facts)}${facts.named()}`),
    outputs: {
      name: (facts) => facts.named(),
      arn: (_facts, id) => id,
      policyId: unique("ANPA"),
      attachmentCount: () => 0,
    },
  }),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": linkRow<iam.RolePolicyAttachmentState>("/", "role", "policyArn"),
  "aws:iam/instanceProfile:InstanceProfile": row<iam.InstanceProfileState>({
    id: (facts) => facts.named(),
    outputs: {
      name: (facts) => facts.named(),
      arn: (facts) => facts.globalArn("iam", `instance-profile${path(facts)}${facts.named()}`),
      uniqueId: unique("AIPA"),
      createDate: made,
    },
  }),
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": row<iam.ServiceLinkedRoleState>({
    id: (facts) => facts.globalArn("iam", `role/aws-service-role/${facts.text("awsServiceName")}/linked`),
    outputs: {
      arn: (_facts, id) => id,
      name: () => "linked",
      path: (facts) => `/aws-service-role/${facts.text("awsServiceName")}/`,
      uniqueId: unique("AROA"),
      createDate: made,
    },
  }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": row<iam.OpenIdConnectProviderState>({
    id: (facts) => facts.globalArn("iam", `oidc-provider/${facts.text("url").replace("https://", "")}`),
    outputs: { arn: (_facts, id) => id },
  }),
  "aws:ssm/parameter:Parameter": row<ssm.ParameterState>({
    id: (facts) => facts.named(),
    outputs: {
      arn: (facts) => facts.arn("ssm", `parameter/${facts.named().replace(/^\//, "")}`),
      version: () => 1,
      hasValueWo: (facts) => facts.text("valueWo") !== "",
    },
  }),
};
