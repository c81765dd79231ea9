import { boundaryNames } from "../policies/boundary-names.ts";
import type { Grant } from "../policies/grant.ts";
import type { DeployerFacts } from "./facts.ts";

/** Actions that IAM can hold to the boundary of the role. (service-authorization, list_awsidentityandaccessmanagementiam) */
const holdable = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
];

/**
 * Roles only inside of the stamp's boundaries, which are never taken off. IAM has no condition for what a boundary's own
 * versions say: that one right is apart, so that it can be somebody else's.
 */
export const iamGrants = (actions: readonly string[], { arns, name }: DeployerFacts): readonly Grant[] => {
  const roles = [arns.ofAccount("iam", `role/${name}-${arns.region}-*`)];
  const boundaries = Object.values(boundaryNames).map((part) =>
    arns.ofAccount("iam", `policy/${name}-${arns.region}-${part}`),
  );
  const onPolicies = actions.filter((action) => /Policy/.test(action) && !/Role/.test(action));
  const onRoles = actions.filter((action) => !onPolicies.includes(action));
  const statements: readonly Grant[] = [
    {
      sid: "DeployRoles",
      why: "see, trust and remove the stack's own roles",
      actions: onRoles.filter((action) => !holdable.includes(action)),
      resources: roles,
    },
    {
      sid: "DeployRolesInsideBoundaries",
      why: "make the stack's own roles, and say what they may do, inside of the stack's boundaries alone",
      actions: onRoles.filter((action) => holdable.includes(action)),
      resources: roles,
      conditions: { StringEquals: { "iam:PermissionsBoundary": boundaries } },
    },
    {
      sid: "SeeBoundaries",
      why: "see and tag the stack's boundaries",
      actions: onPolicies.filter((action) => !changesBoundary.includes(action)),
      resources: boundaries,
    },
    {
      sid: "ChangeBoundaries",
      why: "make the stack's boundaries, and change what they say where a release does",
      actions: onPolicies.filter((action) => changesBoundary.includes(action)),
      resources: boundaries,
    },
    {
      sid: "KeepBoundaries",
      why: "never take a boundary off a role",
      effect: "Deny",
      actions: ["iam:DeleteRolePermissionsBoundary"],
      resources: [arns.ofAccount("iam", "role/*")],
    },
  ];
  return actions.length === 0 ? [] : statements.filter((one) => one.actions.length > 0);
};

/** Make a policy say something else, if need be by making it anew. */
const changesBoundary = ["iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion"];
