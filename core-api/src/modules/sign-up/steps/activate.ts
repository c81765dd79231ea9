import type { SignUpStep } from "../step.ts";

/** Opens the tenant, and records it among the operations across tenants, in one transaction. */
export const activate: SignUpStep = {
  name: "activate",
  async run({ catalog }, { id, request: { slug, plan, region } }) {
    await catalog.begin(async (tx) => {
      const opened = await tx`
        update catalog.org set state = 'active', updated_at = now() where id = ${id} and state = 'provisioning' returning id`;
      if (opened.length === 0) return; // a run before this one came through here
      await tx`
        select catalog.record_platform_event('system', null, 'tenant.created', 'tenant', ${id}, 'success', null,
          ${JSON.stringify({ slug, plan, region })})`;
    });
  },
};
