import type { Region } from "@bailiwick/contract/region";
import { canaryOf } from "../../platform/pins/index.ts";
import { defineCheck, NotSo } from "../check.ts";
import type { CheckClient } from "../client.ts";
import { endpointOf, fromAnyPage } from "../misdirected.ts";
import { publishedRegions } from "../published-regions.ts";
import { tenantOrigin } from "../target.ts";

/** A name that each other region pins to itself, asked for here: refused, and sent there. Needs to know no customer. */
export const misdirectedCanary = defineCheck({
  id: "misdirected-canary",
  title: "421 for what is other regions'",
  needs: [],
  async run({ url, endpointHeader }, client) {
    const others = (await publishedRegions(url, client)).filter(({ baseUrl }) => baseUrl !== url);
    const sent: string[] = [];
    for (const other of others) {
      if (await isSent(other, { url, endpointHeader, client })) sent.push(other.id);
    }
    return sent.length === 0 ? "no other region is listed" : `refused and sent to ${sent.join(", ")}`;
  },
});

interface Asking {
  readonly url: string;
  readonly endpointHeader: string | undefined;
  readonly client: CheckClient;
}

/** False where the region's id is too long for a name of this kind. */
const isSent = async ({ id, baseUrl }: Region, { url, endpointHeader, client }: Asking): Promise<boolean> => {
  const canary = canaryOf(id);
  if (canary === undefined) return false;
  const asked = `${tenantOrigin(url, canary)}/api/v1/flows`;
  const reply = await client.ask(asked, { headers: fromAnyPage });
  if (reply.status === 404) {
    throw new NotSo(
      `${asked} is answered 404, not 421`,
      `The pin map of ${id} is missing here, or from an older release of its worker: see its own check, and that this edge can reach it.`,
    );
  }
  const endpoint = endpointOf(reply, { asked, endpointHeader });
  const wanted = tenantOrigin(baseUrl, canary);
  if (endpoint === wanted) return true;
  throw new NotSo(
    `${asked} leads to ${endpoint}, not to ${wanted}`,
    "See that this region's edge and the list of regions it publishes are of one release.",
  );
};
