import { defineCheck, NotSo } from "../check.ts";
import { tenantOrigin, unknownSlug } from "../target.ts";

/** A name that nobody has is no different from a page that is not there: no list of customers can be guessed together. */
export const unknownTenant = defineCheck({
  id: "unknown-tenant",
  title: "Unknown tenant",
  needs: [],
  async run({ url }, client) {
    const reply = await client.ask(`${tenantOrigin(url, unknownSlug())}/api/v1/flows`);
    if (reply.status !== 404) {
      throw new NotSo(
        `a made-up tenant is answered ${reply.status}`,
        "503 means that the edge has no valid pin map of every region; any other answer does not come from the edge.",
      );
    }
    const endpoint = reply.fields.find(([name]) => name.endsWith("-region-endpoint"));
    if (endpoint !== undefined) {
      throw new NotSo(
        `a made-up tenant is sent to ${endpoint[1]}`,
        "See whether something in front of the edge answers for it.",
      );
    }
    return "404";
  },
});
