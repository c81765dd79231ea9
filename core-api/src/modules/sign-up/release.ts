import type { SignUpTools } from "./step.ts";

/**
 * Gives back what a sign-up that is given up holds: its slug, its key and its owner's personal data. Answers false, and
 * touches nothing, when its tenant is open already. A dedicated database stays, empty, for the next claim of the slug.
 */
export const release = async (
  { catalog, database }: Pick<SignUpTools, "catalog" | "database">,
  id: string,
): Promise<boolean> => {
  const [org] = await catalog<{ state: string; database: string }[]>`
    select o.state, d.location as database from catalog.org o
      join catalog.tenant_database d on d.id = o.database_id where o.id = ${id}`;
  if (org === undefined) return true;
  if (org.state !== "provisioning") return false;
  await database.withOrg({ orgId: id, database: org.database }, async (tx) => {
    await tx`delete from tenant.user_roles where org_id = ${id}`;
    await tx`delete from tenant.app_user where org_id = ${id}`;
  });
  await catalog.begin(async (tx) => {
    await tx`delete from catalog.tenant_key where org_id = ${id}`;
    await tx`delete from catalog.org where id = ${id} and state = 'provisioning'`;
  });
  return true;
};
