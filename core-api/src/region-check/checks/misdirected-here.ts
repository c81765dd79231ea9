import { defineCheck, NotSo } from "../check.ts";
import { endpointOf, fromAnyPage } from "../misdirected.ts";
import { tenantOrigin } from "../target.ts";

/** A tenant of another region, asked for here: refused, and sent to where it is served indeed. */
export const misdirectedHere = defineCheck({
  id: "misdirected-here",
  title: "421 from this region",
  needs: ["elsewhere"],
  async run({ url, elsewhere, endpointHeader }, client) {
    const here = tenantOrigin(url, elsewhere);
    const asked = `${here}/api/v1/flows`;
    const endpoint = endpointOf(await client.ask(asked, { headers: fromAnyPage }), { asked, endpointHeader });
    const { protocol, hostname, origin } = URL.parse(endpoint) ?? new URL("about:blank");
    if (protocol !== "https:" || origin !== endpoint || !hostname.startsWith(`${elsewhere}.`) || origin === here) {
      throw new NotSo(
        `${asked} leads to ${endpoint}`,
        "The endpoint is the tenant's https origin in its own region: see the list of regions.",
      );
    }
    // Nobody is signed in: a region that serves the tenant asks who is there.
    const { status } = await client.ask(`${endpoint}/api/v1/auth/session`);
    if (status !== 401) {
      throw new NotSo(
        `${endpoint}, where ${elsewhere} is sent, answers ${status}, not 401`,
        "See that region's own check: it does not serve the tenant.",
      );
    }
    return `${elsewhere} is sent to ${endpoint}, which serves it`;
  },
});
