import { organisationPermissions, type ProductInput } from "@bailiwick/contract/product";

/** 4.7: the seven built-in roles. What each may do is not named by the product, except where a number says so. */
export const roles: ProductInput["roles"] = {
  owner: { label: "Owner", permissions: organisationPermissions, mfa: "required" }, // 7.4: reads and exports the log
  admin: {
    label: "Admin",
    permissions: organisationPermissions.filter(
      // 7.4: the log is for owners
      (permission) => !["audit:read", "audit:export", "billing:write"].includes(permission),
    ),
    mfa: "required",
  },
  tester: {
    label: "Tester",
    permissions: ["flow:read", "flow:write", "flow:delete", "flow:run", "run:read", "connector:read", "connector:use"],
    mfa: "optional",
  },
  viewer: { label: "Viewer", permissions: ["flow:read", "run:read"], mfa: "optional" },
  // 4.12: cannot sign in to the portal, scoped to one application
  agent: {
    label: "Agent",
    permissions: ["flow:read", "flow:run", "run:read", "connector:use"],
    mfa: "optional",
    service: true,
    reach: "application",
  },
  // 4.5, 4.12: callable nowhere but at the SCIM endpoints
  scim: {
    label: "Scim",
    permissions: ["member:read", "member:write"],
    mfa: "optional",
    service: true,
    reach: "provisioning",
  },
  // 4.13: licences and catalog only
  "platform-admin": {
    label: "PlatformAdmin",
    permissions: ["tenant:read", "tenant:write"],
    mfa: "required",
    reach: "platform",
  },
};
