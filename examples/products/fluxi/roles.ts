import { organisationPermissions, type ProductInput } from "@bailiwick/contract/product";

/** 4.7: the four built-in roles; what each may do is not named by the product. */
export const roles: ProductInput["roles"] = {
  owner: { label: "owner", permissions: organisationPermissions, mfa: "required" }, // 4.2
  admin: {
    label: "admin",
    permissions: organisationPermissions.filter((permission) => permission !== "billing:write"),
    mfa: "required", // 4.2
  },
  member: {
    label: "member",
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
  viewer: { label: "viewer", permissions: ["flow:read", "run:read"], mfa: "optional" }, // 4.2
};
