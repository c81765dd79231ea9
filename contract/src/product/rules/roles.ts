import { oneOf, problemAt } from "../../problems-found/index.ts";
import { administrativePermissions, organisationPermissions, platformPermissions } from "../roles.ts";
import { rule } from "./rule.ts";

export const ownerMayDoEverything = rule(["roles", "ownerRole"], function* ({ roles, ownerRole }) {
  const owner = Object.hasOwn(roles, ownerRole) ? roles[ownerRole] : undefined;
  if (owner === undefined) {
    yield problemAt(["ownerRole"], `must be ${oneOf(Object.keys(roles))}, not ${JSON.stringify(ownerRole)}`);
    return;
  }
  if (owner.service)
    yield problemAt(["roles", ownerRole, "service"], "must be false for the owner role: owners are people");
  if (owner.reach !== "organisation") {
    yield problemAt(["roles", ownerRole, "reach"], `must be "organisation" for the owner role, not "${owner.reach}"`);
  }
  const missing = organisationPermissions.filter((permission) => !owner.permissions.includes(permission));
  if (missing.length === 0) return;
  yield problemAt(
    ["roles", ownerRole, "permissions"],
    `must hold every organisation permission, but lacks ${missing.join(", ")}`,
  );
});

export const leastRoleIsHarmless = rule(["roles", "leastRole"], function* ({ roles, leastRole }) {
  const least = Object.hasOwn(roles, leastRole) ? roles[leastRole] : undefined;
  if (least === undefined) {
    yield problemAt(["leastRole"], `must be ${oneOf(Object.keys(roles))}, not ${JSON.stringify(leastRole)}`);
    return;
  }
  if (least.service || least.reach !== "organisation") {
    yield problemAt(
      ["leastRole"],
      `must be a role of people that reaches the organisation, which "${leastRole}" is not`,
    );
  }
  for (const [at, permission] of least.permissions.entries()) {
    if (!administrativePermissions.includes(permission)) continue;
    yield problemAt(
      ["roles", leastRole, "permissions", at],
      `must not be the administrative "${permission}": new users start with this role`,
    );
  }
});

export const platformIsApart = rule(["roles"], function* ({ roles }) {
  for (const [id, role] of Object.entries(roles)) {
    for (const [at, permission] of role.permissions.entries()) {
      if (platformPermissions.includes(permission) === (role.reach === "platform")) continue;
      const allowed = role.reach === "platform" ? oneOf(platformPermissions) : "an organisation permission";
      yield problemAt(
        ["roles", id, "permissions", at],
        `must be ${allowed}, not "${permission}": the role's reach is "${role.reach}"`,
      );
    }
  }
});

export const platformAdminReachesPlatform = rule(
  ["roles", "platformAdminRole"],
  function* ({ roles, platformAdminRole }) {
    const fitting = Object.keys(roles).filter((id) => roles[id]?.reach === "platform");
    if (platformAdminRole === undefined) {
      for (const id of fitting)
        yield problemAt(["roles", id, "reach"], `must not be "platform" without "platformAdminRole"`);
    } else if (!fitting.includes(platformAdminRole)) {
      yield problemAt(["platformAdminRole"], `must be a role whose reach is "platform", not "${platformAdminRole}"`);
    }
  },
);

export const provisioningHasItsOwnRole = rule(
  ["roles", "provisioningRole", "plans"],
  function* ({ roles, provisioningRole, plans }) {
    const role =
      provisioningRole !== undefined && Object.hasOwn(roles, provisioningRole) ? roles[provisioningRole] : undefined;
    if (provisioningRole === undefined) {
      const selling = Object.keys(plans).filter((id) => plans[id]?.entitlements.includes("scim"));
      if (selling.length > 0)
        yield problemAt(["provisioningRole"], `must be named, because "scim" is part of plan ${oneOf(selling)}`);
    } else if (role?.reach !== "provisioning" || !role.service) {
      yield problemAt(
        ["provisioningRole"],
        `must be a service role whose reach is "provisioning", not "${provisioningRole}"`,
      );
    }
  },
);

export const programsHaveNoSecondFactor = rule(["roles"], function* ({ roles }) {
  for (const [id, role] of Object.entries(roles)) {
    if (role.service && role.mfa === "required") {
      yield problemAt(["roles", id, "mfa"], 'must be "optional": a service identity cannot sign in to the portal');
    }
  }
});
