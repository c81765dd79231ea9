/** Every permission a role can carry. `resource:verb`; a role's list lives in the product profile. */
export const permissions = [
  "flow:read",
  "flow:write",
  "flow:delete",
  "flow:run",
  "run:read",
  "connector:read",
  "connector:write",
  "connector:use",
  "member:read",
  "member:write",
  "role:read",
  "role:write",
  "key:read",
  "key:write",
  "sso:read",
  "sso:write",
  "scim:write",
  "audit:read",
  "audit:export",
  "security:read",
  "security:write",
  "retention:read",
  "retention:write",
  "privacy:write",
  "approval:read",
  "approval:decide",
  "billing:read",
  "billing:write",
  "breaker:write",
  "policy:read",
  "policy:write",
  "tenant:read",
  "tenant:write",
] as const;

export type Permission = (typeof permissions)[number];

const known: ReadonlySet<string> = new Set(permissions);

/** True when `value` is a permission this release knows. */
export const isPermission = (value: string): value is Permission => known.has(value);
