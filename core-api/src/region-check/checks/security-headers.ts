import { defineCheck, NotSo } from "../check.ts";
import { tenantOrigin, unknownSlug } from "../target.ts";

/** What an answer that a browser might take for a page must say. */
const wanted: Readonly<Record<string, RegExp>> = {
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^DENY$/,
  "referrer-policy": /^no-referrer$/,
  "content-security-policy": /frame-ancestors 'none'/,
};

/** Rules for browsers on answers, no guessing of types on refusals, an id on both, and no word on what made them. */
export const securityHeaders = defineCheck({
  id: "security-headers",
  title: "Security headers",
  needs: [],
  async run({ url }, client) {
    const remedy = "The edge sets and removes these: see what in front of it changes them.";
    const answer = await client.ask(`${url}/health`);
    for (const [name, pattern] of Object.entries(wanted)) {
      const value = answer.field(name);
      if (value === undefined || !pattern.test(value))
        throw new NotSo(`${name}: ${value ?? "absent"} on /health`, remedy);
    }
    const refusal = await client.ask(`${tenantOrigin(url, unknownSlug())}/api/v1/flows`);
    if (refusal.field("x-content-type-options") !== "nosniff" || refusal.field("cache-control") !== "no-store") {
      throw new NotSo("a refusal without nosniff and no-store", remedy);
    }
    for (const { field } of [answer, refusal]) {
      if (field("x-request-id") === undefined) throw new NotSo("an answer without x-request-id", remedy);
      for (const name of ["x-powered-by", "via"]) {
        if (field(name) !== undefined) throw new NotSo(`${name}: ${field(name)}`, remedy);
      }
      const server = field("server");
      // The name of a network in front of the edge is no secret; which version runs is for nobody to know.
      if (server !== undefined && /\d/.test(server)) throw new NotSo(`server: ${server}`, remedy);
    }
    return `${Object.keys(wanted).length} on answers, nosniff and no-store on refusals`;
  },
});
