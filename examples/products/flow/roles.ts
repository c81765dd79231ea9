import { organisationPermissions, type ProductInput } from "@bailiwick/contract/product";

/** 4.7: built-in roles. Beside Viewer (4.5) their names and permissions are not named by the product. */
export const roles: ProductInput["roles"] = {
  owner: { label: "Owner", permissions: organisationPermissions, mfa: "required" }, // 4.2
  admin: {
    label: "Admin",
    permissions: organisationPermissions.filter((permission) => permission !== "billing:write"),
    mfa: "required", // 4.2
  },
  editor: {
    label: "Editor",
    permissions: [
      "flow:read",
      "flow:write",
      "flow:delete",
      "flow:run",
      "run:read",
      "connector:read",
      "connector:write",
      "connector:use",
      "member:read",
    ],
    mfa: "optional", // 4.2
  },
  viewer: { label: "Viewer", permissions: ["flow:read", "run:read", "connector:read"], mfa: "optional" }, // 4.2, 4.5
  // 4.5: a service identity callable nowhere but at the SCIM endpoints
  provisioning: {
    label: "Provisioning",
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
