import type { Conditions, Grant } from "../policies/grant.ts";
import { stackTag, tenantTag } from "../tenant-keys.ts";
import { type DeployerFacts, inRegions, regionsOf } from "./facts.ts";

const makes = ["kms:CreateKey"];
const lists = ["kms:ListAliases"];
const names = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"];
/** Done by a service in the caller's name, never by hand. */
const uses = ["kms:Decrypt", "kms:GenerateDataKey"];
const lends = ["kms:CreateGrant"];
/** Services that encrypt what the stack has under its keys. */
const services = ["backup", "logs", "rds", "s3", "secretsmanager", "sns"];

/**
 * Keys that carry the stack's tag, which they get as they are made, and none that another stack, a tenant or the customer
 * has; those that the stack was given only to lend them to services.
 */
export const kmsGrants = (actions: readonly string[], facts: DeployerFacts): readonly Grant[] => {
  const { arns, name, stack, givenKeys } = facts;
  const everywhere = regionsOf(facts).map((region) => `arn:${arns.partition}:kms:${region}:${arns.accountId}:`);
  const keys = everywhere.map((arn) => `${arn}key/*`);
  const asked = { [`aws:RequestTag/${stackTag}`]: stack };
  const own: Conditions = {
    StringEquals: { [`aws:ResourceTag/${stackTag}`]: stack },
    Null: { [`aws:ResourceTag/${tenantTag}`]: "true" },
  };
  const through = {
    "kms:ViaService": regionsOf(facts).flatMap((region) =>
      services.map((service) => `${service}.${region}.amazonaws.com`),
    ),
  };
  const forService = { Bool: { "kms:GrantIsForAWSResource": "true" } };
  const among = (some: readonly string[]): readonly string[] => actions.filter((action) => some.includes(action));
  const kept = actions.filter((action) => ![makes, lists, uses, lends].flat().includes(action));
  const brought = (statement: Omit<Grant, "resources">): readonly Grant[] =>
    givenKeys.length === 0 ? [] : [{ ...statement, resources: givenKeys }];
  const statements: readonly Grant[] = [
    {
      sid: "MakeKeys",
      why: "make keys with the stack's tag",
      actions: among(makes),
      resources: ["*"],
      conditions: { StringEquals: { ...inRegions(facts), ...asked } },
    },
    {
      sid: "TagNewKeys",
      why: "tag a key as it is made; one that has a stack, a tenant or an alias stays what it is",
      actions: among(["kms:TagResource"]),
      resources: keys,
      conditions: {
        StringEquals: asked,
        Null: {
          [`aws:ResourceTag/${stackTag}`]: "true",
          [`aws:ResourceTag/${tenantTag}`]: "true",
          "kms:ResourceAliases": "true",
        },
      },
    },
    {
      sid: "DeployKeys",
      why: "keep the stack's own keys, and not those of tenants",
      actions: kept,
      resources: keys,
      conditions: own,
    },
    {
      sid: "NameKeys",
      why: "give the stack's own keys their names",
      actions: among(names),
      resources: everywhere.map((arn) => `${arn}alias/${name}-*`),
    },
    {
      sid: "SeeNamesOfKeys",
      why: "find keys by their names",
      actions: among(lists),
      resources: ["*"],
      conditions: { StringEquals: inRegions(facts) },
    },
    {
      sid: "UseKeysThroughServices",
      why: "have services encrypt under the stack's own keys, and never open anything by hand",
      actions: among(uses),
      resources: keys,
      conditions: { ...own, StringEquals: { ...own.StringEquals, ...through } },
    },
    {
      sid: "LendKeysToServices",
      why: "let services use the stack's own keys for what they keep",
      actions: among(lends),
      resources: keys,
      conditions: { ...own, ...forService },
    },
    ...brought({
      sid: "UseGivenKeysThroughServices",
      why: "have services encrypt under the keys that the stack was given",
      actions: among(uses),
      conditions: { StringEquals: through },
    }),
    ...brought({
      sid: "LendGivenKeysToServices",
      why: "let services use the keys that the stack was given for what they keep",
      actions: among(lends),
      conditions: forService,
    }),
  ];
  return statements.filter((one) => one.actions.length > 0);
};
