import { arnsOf } from "../../aws/arn.ts";
import { ofType } from "../captured.ts";
import { at, finding, type Invariant, listAt } from "./invariant.ts";

/** What a role must not carry beside its own policies, where nobody would look for it. */
const besides = ["inlinePolicies", "managedPolicyArns"];

export const boundedRoles: Invariant = {
  id: "bounded-roles",
  promise:
    "Every role that a process holds is held down by the stamp's boundary; a role's permissions are in its policies alone.",
  *check({ graph, stamp: { settings } }) {
    const { ofAccount } = arnsOf(settings);
    const roles = ofType(graph, "aws:iam/role:Role");
    const boundaries = new Set(
      ofType(graph, "aws:iam/policy:Policy").map((policy) =>
        ofAccount("iam", `policy${String(at(policy, "path") ?? "/")}${at(policy, "name")}`),
      ),
    );
    for (const role of roles) {
      for (const property of besides) {
        if (listAt(role, property).length > 0) yield finding(role, `has ${property}`);
      }
      const bound = at(role, "permissionsBoundary");
      if (bound !== undefined && !boundaries.has(String(bound))) yield finding(role, "has a boundary of others");
    }
    const named = new Map(roles.map((role) => [at(role, "name"), role]));
    for (const policy of ofType(graph, "aws:iam/rolePolicy:RolePolicy")) {
      if (!named.has(at(policy, "role"))) yield finding(policy, "belongs to a role that is not the stamp's");
    }
    for (const task of ofType(graph, "aws:ecs/taskDefinition:TaskDefinition")) {
      for (const property of ["taskRoleArn", "executionRoleArn"]) {
        const arn = at(task, property);
        if (arn === undefined && property === "taskRoleArn") continue; // a process without credentials
        const role = roles.find((one) => arn === ofAccount("iam", `role/${at(one, "name")}`));
        if (role === undefined) yield finding(task, `has a ${property} that is not the stamp's`);
        else if (property === "taskRoleArn" && !boundaries.has(String(at(role, "permissionsBoundary")))) {
          yield finding(role, "is held by a process and has no boundary");
        }
      }
    }
  },
};
