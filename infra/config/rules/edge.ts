import { problem, type Rule } from "./rule.ts";

/** What Cloudflare's placement cannot promise is refused, or taken with open eyes. */
export const placementKeepsPromise: Rule = function* ({ settings, product }) {
  const { edge, mode, ingress, webAclArn } = settings;
  if (edge.placement === "regional") return;
  if (mode !== "saas") {
    yield problem("edge.placement", 'must be "regional": nothing outside the customer\'s network decrypts a request');
  }
  if (edge.waiver === undefined) {
    yield problem(
      "edge.waiver",
      `is missing: ${product.name} promises that everything stays in ${product.residency.jurisdictions.join(", ")}, which Cloudflare's network does not; say in a sentence why this region may`,
    );
  }
  if ("zoneId" in ingress) {
    yield problem("ingress.zoneId", "must give way to certificateArn: Cloudflare answers for the region's host");
  }
  if (webAclArn !== undefined) {
    yield problem("webAclArn", "must be absent: no load balancer of this stamp is public");
  }
};
