import type { Session } from "./session.ts";
import { field, list } from "./session.ts";
import type { SeedTenant } from "./tenants.ts";

/** Creates the tenant's people beside its owner, each with one role. Those that are there already stay as they are. */
export const createPeople = async (
  owner: Session,
  { users }: SeedTenant,
  passwords: Readonly<Record<string, string>>,
): Promise<void> => {
  for (const { email, name, role } of users) {
    const body = { email, name, password: passwords[email], roles: [role] };
    await owner.call("/api/v1/users", { method: "POST", body, expect: [201, 409] });
  }
  const found = await owner.call("/api/v1/users?limit=100", { expect: [200] });
  for (const user of list(found.json, "items")) {
    const wanted = users.find(({ email }) => email === field(user, "email"));
    const id = field(user, "id");
    if (wanted === undefined || id === undefined || list(user, "roles").includes(wanted.role)) continue;
    await owner.call(`/api/v1/users/${id}/roles/${wanted.role}`, { method: "PUT", expect: [200, 201, 204] });
  }
};
