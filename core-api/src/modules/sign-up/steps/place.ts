import { planById } from "@bailiwick/contract/product";
import { chooseTenantLocation, ensureTenantDatabase } from "../../../platform/db/index.ts";
import type { SignUpStep } from "../step.ts";

/** Gives the tenant its database: rows in a shared one, or one of its own, migrated, where the plan says so. */
export const place: SignUpStep = {
  name: "place",
  async run({ product, catalog, migrator }, { id, request }) {
    if (planById(product, request.plan)?.placement !== "dedicated") return;
    const location = await chooseTenantLocation(migrator, `tenant_${request.slug.replaceAll("-", "_")}`);
    const { id: databaseId } = await ensureTenantDatabase(migrator, location);
    await catalog`update catalog.org set database_id = ${databaseId}, updated_at = now() where id = ${id} and database_id <> ${databaseId}`;
  },
};
