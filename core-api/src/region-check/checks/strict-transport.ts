import { defineCheck, NotSo } from "../check.ts";
import { plainOrigin } from "../plain-origin.ts";
import { originsOf } from "../target.ts";

const year = 31_536_000;
const name = "strict-transport-security";

/** Once on every answer over TLS, refusals too, for a year or more; never on one without (RFC 6797 section 7). */
export const strictTransport = defineCheck({
  id: "hsts",
  title: "HSTS",
  needs: [],
  async run(target, client) {
    const [own, tenants] = originsOf(target);
    let shown = "";
    for (const url of [`${own}/health`, `${own}/nothing-here`, `${tenants}/api/v1/flows`]) {
      const values = (await client.ask(url)).all(name);
      const [value, another] = values;
      if (value === undefined || another !== undefined) {
        throw new NotSo(
          `${values.length === 0 ? "none" : values.length} on ${url}`,
          "The edge sets it once: see what in front of it takes it away or adds its own.",
        );
      }
      const seconds = Number(/(?:^|;)\s*max-age="?(\d+)/i.exec(value)?.[1] ?? 0);
      if (seconds < year) {
        throw new NotSo(`${value} on ${url}`, "Make max-age a year or more: transport.hsts of the product profile.");
      }
      shown = value;
    }
    const plain = await client.ask(`${plainOrigin(target, own)}/health`);
    if (plain.all(name).length > 0) {
      throw new NotSo("it is sent over plain HTTP", "Send it over TLS only: see what in front of the edge adds it.");
    }
    return `${shown}, and none over plain HTTP`;
  },
});
