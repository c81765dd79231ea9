import { describeRules } from "../testing/describe-rules.ts";
import { role } from "../testing/parts.ts";
import * as roles from "./roles.ts";

describeRules("roles", roles, [
  {
    rule: roles.ownerMayDoEverything,
    change: (draft) => (draft.ownerRole = "boss"),
    sentence: 'ownerRole must be "owner", "viewer", "directory" or "platform", not "boss".',
  },
  {
    rule: roles.ownerMayDoEverything,
    change: (draft) =>
      (role(draft, "owner").permissions = role(draft, "owner").permissions.filter((one) => one !== "flow:run")),
    sentence: "roles.owner.permissions must hold every organisation permission, but lacks flow:run.",
  },
  {
    rule: roles.ownerMayDoEverything,
    change: (draft) => Object.assign(role(draft, "owner"), { service: true, mfa: "optional" }),
    sentence: "roles.owner.service must be false for the owner role: owners are people.",
  },
  {
    rule: roles.ownerMayDoEverything,
    change: (draft) => (role(draft, "owner").reach = "application"),
    sentence: 'roles.owner.reach must be "organisation" for the owner role, not "application".',
  },
  {
    rule: roles.leastRoleIsHarmless,
    change: (draft) => (draft.leastRole = "guest"),
    sentence: 'leastRole must be "owner", "viewer", "directory" or "platform", not "guest".',
  },
  {
    rule: roles.leastRoleIsHarmless,
    change: (draft) => role(draft, "viewer").permissions.push("member:write"),
    sentence:
      'roles.viewer.permissions[1] must not be the administrative "member:write": new users start with this role.',
  },
  {
    rule: roles.leastRoleIsHarmless,
    change: (draft) => (role(draft, "viewer").service = true),
    sentence: 'leastRole must be a role of people that reaches the organisation, which "viewer" is not.',
  },
  {
    rule: roles.platformIsApart,
    change: (draft) => role(draft, "viewer").permissions.push("tenant:read"),
    sentence:
      'roles.viewer.permissions[1] must be an organisation permission, not "tenant:read": the role\'s reach is "organisation".',
  },
  {
    rule: roles.platformIsApart,
    change: (draft) => role(draft, "platform").permissions.push("flow:read"),
    sentence:
      'roles.platform.permissions[2] must be "tenant:read" or "tenant:write", not "flow:read": the role\'s reach is "platform".',
  },
  {
    rule: roles.platformAdminReachesPlatform,
    change: (draft) => (draft.platformAdminRole = "owner"),
    sentence: 'platformAdminRole must be a role whose reach is "platform", not "owner".',
  },
  {
    rule: roles.platformAdminReachesPlatform,
    change: (draft) => Reflect.deleteProperty(draft, "platformAdminRole"),
    sentence: 'roles.platform.reach must not be "platform" without "platformAdminRole".',
  },
  {
    rule: roles.provisioningHasItsOwnRole,
    change: (draft) => Reflect.deleteProperty(draft, "provisioningRole"),
    sentence: 'provisioningRole must be named, because "scim" is part of plan "large".',
  },
  {
    rule: roles.provisioningHasItsOwnRole,
    change: (draft) => (draft.provisioningRole = "owner"),
    sentence: 'provisioningRole must be a service role whose reach is "provisioning", not "owner".',
  },
  {
    rule: roles.programsHaveNoSecondFactor,
    change: (draft) => (role(draft, "directory").mfa = "required"),
    sentence: 'roles.directory.mfa must be "optional": a service identity cannot sign in to the portal.',
  },
]);
