import { tenantServersOf } from "../../../platform/db/index.ts";
import { SignUpRefused } from "../refused.ts";
import type { SignUpStep } from "../step.ts";

/**
 * Takes the slug in this region's catalog, where it is unique, after a look at what other regions have published: regions
 * share no catalog. Fails closed while a region's map is missing.
 */
export const claimName: SignUpStep = {
  name: "claim-name",
  async run({ catalog, directory, migrator }, { id, request }) {
    const { slug, organisation, plan, region } = request;
    const pin = await directory.lookup(slug);
    if (pin.kind === "pinned" && pin.region !== region) throw taken();
    if (pin.kind === "unavailable") throw new Error(`the pins of ${pin.region ?? "a region"} are not known yet`);
    // The row needs a database; until the tenant is placed it is a shared one, that with the fewest tenants.
    const servers = tenantServersOf(migrator).map(([server]) => server);
    await catalog`
      insert into catalog.org (id, slug, name, plan, region, database_id, state)
      select ${id}, ${slug}, ${organisation}, ${plan}, ${region}, d.id, 'provisioning'
        from catalog.tenant_database d where d.kind = 'shared' and d.server = any(${servers})
       order by (select count(*) from catalog.org o where o.database_id = d.id), d.created_at, d.location limit 1
      on conflict (slug) do nothing`;
    const [owner] = await catalog<{ id: string }[]>`select id from catalog.org where slug = ${slug}`;
    if (owner === undefined) throw new Error("there is no shared tenant database");
    if (owner.id !== id) throw taken();
    await catalog`update catalog.sign_up set org_id = ${id} where id = ${id}`;
  },
};

const taken = (): SignUpRefused => new SignUpRefused("slug-taken", "The slug is taken.");
