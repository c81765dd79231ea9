import { defineCheck, NotSo } from "../check.ts";
import { endpointOf, fromAnyPage } from "../misdirected.ts";
import { tenantOrigin } from "../target.ts";

/** A tenant of this region, asked for in another one: refused there, and sent here. */
export const misdirectedThere = defineCheck({
  id: "misdirected-there",
  title: "421 from the other region",
  needs: ["tenant", "peer"],
  async run({ url, tenant, peer, endpointHeader }, client) {
    const asked = `${tenantOrigin(peer, tenant)}/api/v1/flows`;
    const endpoint = endpointOf(await client.ask(asked, { headers: fromAnyPage }), { asked, endpointHeader });
    const own = tenantOrigin(url, tenant);
    if (endpoint !== own) {
      throw new NotSo(
        `${asked} leads to ${endpoint}, not to ${own}`,
        `See that ${tenant} is pinned here, and that both regions have the same list of regions.`,
      );
    }
    return `${tenant} is sent to ${own}`;
  },
});
