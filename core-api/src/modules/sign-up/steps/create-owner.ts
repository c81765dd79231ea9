import type { SignUpStep } from "../step.ts";

/** The first user, with the owner's role, and the tenant's first audit record, all in one transaction. */
export const createOwner: SignUpStep = {
  name: "create-owner",
  async run({ product, catalog, database }, { id, request }) {
    const [row] = await catalog<{ location: string }[]>`
      select d.location from catalog.org o join catalog.tenant_database d on d.id = o.database_id where o.id = ${id}`;
    if (row === undefined) throw new Error("the organisation has no database");
    const { owner, slug, plan, region } = request;
    await database.withOrg({ orgId: id, database: row.location }, async (tx) => {
      const [user] = await tx<{ id: string }[]>`
        insert into tenant.app_user (org_id, email, name, password_hash)
        values (${id}, ${owner.email}, ${owner.name}, ${owner.passwordHash})
        on conflict on constraint app_user_email_unique do nothing returning id`;
      if (user === undefined) return; // a run before this one came through here
      await tx`insert into tenant.user_roles (org_id, user_id, role) values (${id}, ${user.id}, ${product.ownerRole})`;
      await tx`
        insert into tenant.audit_event (org_id, actor_kind, action, target_type, target_id, details)
        values (${id}, 'system', 'tenant.created', 'tenant', ${id}, ${JSON.stringify({ slug, plan, region, owner: user.id })}::text::jsonb)`;
    });
  },
};
