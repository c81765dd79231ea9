import { getZone } from "@pulumi/aws/route53/getZone.js";
import { type Check, look } from "./look.ts";

/** The hosted zone that certificate and records are made in. */
export const zoneProblems: Check = async ({ settings: { ingress, mode }, region }, as) => {
  if (!("zoneId" in ingress)) return [];
  const { zoneId } = ingress;
  const host = new URL(region.baseUrl).hostname;
  return look({
    path: "ingress.zoneId",
    find: () => getZone({ zoneId }, as),
    judge: function* (zone) {
      const name = zone.name.replace(/\.$/, "");
      if (host !== name && !host.endsWith(`.${name}`))
        yield `must be the zone of ${host}; ${zoneId} is that of ${name}`;
      if (zone.privateZone === true && mode === "saas")
        yield `must be public; ${zoneId} is private, and nobody outside sees it`;
    },
  });
};
