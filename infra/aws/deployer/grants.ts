import type { Grant } from "../policies/grant.ts";
import { dataRows } from "./data-rows.ts";
import { type DeployerFacts, inRegions } from "./facts.ts";
import { iamGrants } from "./iam-grants.ts";
import { kmsGrants } from "./kms-grants.ts";
import { lookGrants } from "./look-grants.ts";
import { networkRows } from "./network-rows.ts";
import type { DeployerRow, DeployerRows } from "./row.ts";
import { workloadRows } from "./workload-rows.ts";

export const deployerRows: DeployerRows = { ...networkRows, ...dataRows, ...workloadRows };

/** The row of a type. Throws `RangeError` for a type that nobody wrote one for. */
export const deployerRow = (type: string): DeployerRow => {
  const row = Object.hasOwn(deployerRows, type) ? deployerRows[type] : undefined;
  if (row === undefined) throw new RangeError(`say in infra/aws/deployer what ${type} takes to deploy`);
  return row;
};

/**
 * What who runs `pulumi up` must be allowed for a stack of these types of resources: each service's actions on the stack's
 * own names where the service knows names, and in the stack's region alone where it does not.
 */
export const deployerGrants = (types: readonly string[], facts: DeployerFacts): readonly Grant[] => {
  const rows = [...new Set(types)].filter((type) => type.startsWith("aws:")).map(deployerRow);
  const actions = new Set(rows.flatMap((row) => row.actions));
  const services = [...new Set([...actions].map(serviceOf))].toSorted();
  return [
    ...services.flatMap((service) =>
      serviceGrants(service, [...actions].filter((action) => serviceOf(action) === service).toSorted(), facts),
    ),
    ...lookGrants(facts.arns),
    ...passGrants(rows, facts),
    ...linkedRoleGrants(rows, facts),
  ];
};

const serviceOf = (action: string): string => action.slice(0, action.indexOf(":"));

const serviceGrants = (service: string, actions: readonly string[], facts: DeployerFacts): readonly Grant[] => {
  if (service === "iam") return iamGrants(actions, facts);
  if (service === "kms") return kmsGrants(actions, facts);
  const own = ownNames(service, facts);
  return [
    {
      sid: `Deploy${service.replaceAll(/(^|-)([a-z0-9])/g, (_, _dash, letter: string) => letter.toUpperCase())}`,
      why:
        own === undefined
          ? `make the stack's resources of ${service}, in its region`
          : `make the stack's own ${service}`,
      actions,
      resources: own ?? ["*"],
      ...(own === undefined ? { conditions: { StringEquals: inRegions(facts) } } : {}),
    },
  ];
};

/** Where names are ours and every action takes a resource. Route 53 and budgets are not of a region. */
const ownNames = (service: string, { arns, name }: DeployerFacts): readonly string[] | undefined => {
  const { partition, region } = arns;
  const known: Readonly<Record<string, readonly string[]>> = {
    budgets: [arns.ofAccount("budgets", `budget/${name}-${region}-*`)],
    events: [arns.of("events", `rule/${name}-*`)],
    route53: [
      `arn:${partition}:route53:::hostedzone/*`,
      `arn:${partition}:route53:::change/*`,
      arns.of("ec2", "vpc/*"),
    ],
    s3: [`arn:${partition}:s3:::${name}-${region}-*`],
    scheduler: [arns.of("scheduler", `schedule-group/${name}-*`), arns.of("scheduler", `schedule/${name}-*`)],
    secretsmanager: [
      arns.of("secretsmanager", `secret:bailiwick/${name}-*`),
      arns.of("secretsmanager", "secret:rds!*"),
    ],
    sns: [arns.of("sns", `${name}-*`)],
  };
  return known[service];
};

const passGrants = (rows: readonly DeployerRow[], { arns, name }: DeployerFacts): readonly Grant[] => {
  const services = [...new Set(rows.flatMap(({ passesRoleTo = [] }) => passesRoleTo))].toSorted();
  return services.length === 0
    ? []
    : [
        {
          sid: "PassRoles",
          why: "hand the stack's own roles to the services that act by them",
          actions: ["iam:PassRole"],
          resources: [arns.ofAccount("iam", `role/${name}-${arns.region}-*`)],
          conditions: { StringEquals: { "iam:PassedToService": services } },
        },
      ];
};

const linkedRoleGrants = (rows: readonly DeployerRow[], { arns }: DeployerFacts): readonly Grant[] => {
  const services = [...new Set(rows.flatMap(({ linkedRoles = [] }) => linkedRoles))].toSorted();
  return services.length === 0
    ? []
    : [
        {
          sid: "MakeServicesRoles",
          why: "let AWS make its services' own roles, once for an account",
          actions: ["iam:CreateServiceLinkedRole"],
          resources: [arns.ofAccount("iam", "role/aws-service-role/*")],
          conditions: { StringEquals: { "iam:AWSServiceName": services } },
        },
      ];
};
