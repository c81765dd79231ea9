import { organisationPermissions, type ProductInput } from "@bailiwick/contract/product";

/** 4.7: customers make their own roles; the built-in ones to start from are not named by the product. */
export const roles: ProductInput["roles"] = {
  owner: { label: "Owner", permissions: organisationPermissions, mfa: "required" },
  admin: {
    label: "Admin",
    permissions: organisationPermissions.filter((permission) => permission !== "billing:write"),
    mfa: "required",
  },
  developer: {
    label: "Developer",
    permissions: [
      "flow:read",
      "flow:write",
      "flow:delete",
      "flow:run",
      "run:read",
      "connector:read",
      "connector:write",
      "connector:use",
      "policy:read",
      "approval:read",
    ],
    mfa: "optional",
  },
  // 9.4: approvers by role
  reviewer: {
    label: "Reviewer",
    permissions: ["flow:read", "run:read", "policy:read", "approval:read", "approval:decide", "audit:read"],
    mfa: "optional",
  },
  viewer: { label: "Viewer", permissions: ["flow:read", "run:read", "policy:read"], mfa: "optional" }, // 4.5
  // 4.5: callable nowhere but at the SCIM endpoints
  scim: {
    label: "Scim",
    permissions: ["member:read", "member:write"],
    mfa: "optional",
    service: true,
    reach: "provisioning",
  },
  // 4.13: licences and catalog only
  "platform-admin": {
    label: "Platform Admin",
    permissions: ["tenant:read", "tenant:write"],
    mfa: "required",
    reach: "platform",
  },
};
