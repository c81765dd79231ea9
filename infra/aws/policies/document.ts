import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/index.js";

export type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/index.js";

/** A policy of these statements. */
export const policyOf = (...Statement: readonly PolicyStatement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [...Statement],
});

/** Lets a service of AWS take a role on, and only when it acts for what `Condition` says. */
export const trustOf = (Service: string, Condition: Readonly<Record<string, unknown>>): PolicyDocument =>
  policyOf({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole", Condition });
