import type { Arns } from "../arn.ts";
import type { Conditions, Grant } from "../policies/grant.ts";
import { dataRows } from "./data-rows.ts";
import { lookGrants } from "./look-grants.ts";
import { networkRows } from "./network-rows.ts";
import type { DeployerRow, DeployerRows } from "./row.ts";
import { workloadRows } from "./workload-rows.ts";

export const deployerRows: DeployerRows = { ...networkRows, ...dataRows, ...workloadRows };

export interface DeployerFacts {
  readonly arns: Arns;
  /** Name of the stack, with which its resources' names begin. */
  readonly stack: string;
}

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
    ...services.map((service) =>
      serviceGrant(service, [...actions].filter((action) => serviceOf(action) === service).toSorted(), facts),
    ),
    ...lookGrants(facts.arns),
    ...passGrants(rows, facts),
    ...linkedRoleGrants(rows, facts),
  ];
};

const serviceOf = (action: string): string => action.slice(0, action.indexOf(":"));

const serviceGrant = (service: string, actions: readonly string[], facts: DeployerFacts): Grant => {
  const own = ownNames(service, facts);
  const inRegion: Conditions = { StringEquals: { "aws:RequestedRegion": facts.arns.region } };
  return {
    sid: `Deploy${service.replaceAll(/(^|-)([a-z0-9])/g, (_, _dash, letter: string) => letter.toUpperCase())}`,
    why:
      own === undefined ? `make the stack's resources of ${service}, in its region` : `make the stack's own ${service}`,
    actions,
    resources: own ?? ["*"],
    ...(own === undefined ? { conditions: inRegion } : {}),
  };
};

/** Where names are ours and every action takes a resource. IAM, Route 53 and budgets are not of a region. */
const ownNames = (service: string, { arns, stack }: DeployerFacts): readonly string[] | undefined => {
  const { partition, region } = arns;
  const known: Readonly<Record<string, readonly string[]>> = {
    budgets: [arns.ofAccount("budgets", `budget/${stack}-${region}-*`)],
    events: [arns.of("events", `rule/${stack}-*`)],
    iam: [arns.ofAccount("iam", `role/${stack}-${region}-*`), arns.ofAccount("iam", `policy/${stack}-${region}-*`)],
    route53: [
      `arn:${partition}:route53:::hostedzone/*`,
      `arn:${partition}:route53:::change/*`,
      arns.of("ec2", "vpc/*"),
    ],
    s3: [`arn:${partition}:s3:::${stack}-${region}-*`],
    scheduler: [arns.of("scheduler", `schedule-group/${stack}-*`), arns.of("scheduler", `schedule/${stack}-*`)],
    secretsmanager: [
      arns.of("secretsmanager", `secret:bailiwick/${stack}-*`),
      arns.of("secretsmanager", "secret:rds!*"),
    ],
    sns: [arns.of("sns", `${stack}-*`)],
  };
  return known[service];
};

const passGrants = (rows: readonly DeployerRow[], { arns, stack }: DeployerFacts): readonly Grant[] => {
  const services = [...new Set(rows.flatMap(({ passesRoleTo = [] }) => passesRoleTo))].toSorted();
  return services.length === 0
    ? []
    : [
        {
          sid: "PassRoles",
          why: "hand the stack's own roles to the services that act by them",
          actions: ["iam:PassRole"],
          resources: [arns.ofAccount("iam", `role/${stack}-${arns.region}-*`)],
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
