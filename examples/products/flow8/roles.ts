import { organisationPermissions, type ProductInput } from "@bailiwick/contract/product";

/**
 * 4.7: the four built-in roles; what each may do is not named by the product. Second factors are not named either: a
 * tenant that wants them required says so itself.
 */
export const roles: ProductInput["roles"] = {
  admin: { label: "Admin", permissions: organisationPermissions, mfa: "optional" },
  "flow-designer": {
    label: "Flow Designer",
    permissions: [
      "flow:read",
      "flow:write",
      "flow:delete",
      "flow:run",
      "run:read",
      "connector:read",
      "connector:write",
      "connector:use",
      "approval:read",
    ],
    mfa: "optional",
  },
  executor: {
    label: "Executor",
    permissions: ["flow:read", "flow:run", "run:read", "connector:read", "connector:use", "approval:read"],
    mfa: "optional",
  },
  viewer: { label: "Viewer", permissions: ["flow:read", "run:read"], mfa: "optional" },
};
