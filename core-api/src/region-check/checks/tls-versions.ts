import type { SecureVersion } from "node:tls";
import { defineCheck, NotSo } from "../check.ts";
import { shakeHands } from "../handshake.ts";

const versions: readonly { readonly number: string; readonly name: SecureVersion }[] = [
  { number: "1.0", name: "TLSv1" },
  { number: "1.1", name: "TLSv1.1" },
  { number: "1.2", name: "TLSv1.2" },
  { number: "1.3", name: "TLSv1.3" },
];

/** Below security level 1 this machine itself would not offer the old versions, and nothing would be shown. */
const everything = "ALL:@SECLEVEL=0";

/** Versions below the floor are refused, the floor and those above it are spoken (RFC 8996, RFC 9325 section 3.1). */
export const tlsVersions = defineCheck({
  id: "tls-versions",
  title: "TLS versions",
  needs: [],
  async run(target) {
    const { url, tlsMinimum } = target;
    const [refused, spoken]: [string[], string[]] = [[], []];
    for (const { number, name } of versions) {
      const options = { versions: { min: name, max: name }, ciphers: everything, verify: false };
      const { agreed } = await shakeHands(target, url, options);
      (agreed ? spoken : refused).push(number);
    }
    const wrong = spoken.filter((number) => number < tlsMinimum);
    const missing = refused.filter((number) => number >= tlsMinimum);
    if (wrong.length > 0) {
      throw new NotSo(
        `${wrong.join(" and ")} spoken, and the floor is ${tlsMinimum}`,
        "Raise the least version where TLS ends: the load balancer's policy, or transport.tlsMinimum of the product.",
      );
    }
    if (missing.length > 0) {
      throw new NotSo(
        `${missing.join(" and ")} refused, and the floor is ${tlsMinimum}`,
        "Allow it where TLS ends, or say the floor that is meant with --tls-minimum.",
      );
    }
    return `${refused.join(", ")} refused, ${spoken.join(", ")} spoken`;
  },
});
