import { defineCheck, NotSo } from "../check.ts";
import { shakeHands } from "../handshake.ts";
import { originsOf } from "../target.ts";

const daysBefore = 7;
const dayMs = 86_400_000;

/** Good for the region's host and for a tenant's, led to by an authority that is trusted, and for a while yet. */
export const certificate = defineCheck({
  id: "certificate",
  title: "Certificate",
  needs: [],
  async run(target) {
    let until = Number.POSITIVE_INFINITY;
    const [own, tenants] = originsOf(target);
    for (const origin of [own, tenants]) {
      const shaken = await shakeHands(target, origin);
      if (!shaken.agreed) {
        throw new NotSo(
          `${new URL(origin).hostname}: ${shaken.reason}`,
          "The certificate needs the region's host and *. below it as names, and --ca must name its authority unless browsers trust it.",
        );
      }
      until = Math.min(until, Date.parse(shaken.certificate.valid_to));
    }
    const days = Math.floor((until - Date.now()) / dayMs);
    if (!(days >= daysBefore)) {
      throw new NotSo(
        `it ends in ${days} days`,
        "Renew it; a certificate of ACM renews itself while its DNS record is there.",
      );
    }
    return `good for ${new URL(own).hostname} and *. below it, for ${days} days yet`;
  },
});
