import type { Input } from "@pulumi/pulumi";
import type { Arns } from "../arn.ts";
import { type PolicyDocument, policyOf } from "./document.ts";

/** What no identity may do with a secret, whatever its own policy says. */
export const secretPolicy = ({ accountId }: Arns, secretArn: Input<string>): PolicyDocument =>
  policyOf(
    {
      Sid: "DenyOtherAccounts",
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:*",
      Resource: secretArn,
      Condition: {
        StringNotEquals: { "aws:PrincipalAccount": accountId },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    },
    {
      Sid: "DenyWithoutTls",
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:*",
      Resource: secretArn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  );
