import { getCiphers } from "node:tls";
import { defineCheck, NotSo } from "../check.ts";
import { shakeHands } from "../handshake.ts";

/** A key exchange that a stolen key does not open later, and encryption that authenticates (RFC 9325 section 4.2). */
const strong = /^(tls_|(ecdhe|dhe)-.*(gcm|chacha20|ccm))/;

/** Without forward secrecy, without authentication, with CBC, or with nothing at all. */
const weakCiphers = (): string =>
  [...getCiphers().filter((name) => !strong.test(name)), "aNULL", "eNULL"]
    .map((name) => (name.endsWith("NULL") ? name : name.toUpperCase()))
    .concat("@SECLEVEL=0")
    .join(":");

/** A client that offers nothing but weak ciphers of TLS 1.2 gets none of them. TLS 1.3 has only strong ones. */
export const tlsCiphers = defineCheck({
  id: "tls-ciphers",
  title: "TLS ciphers",
  needs: [],
  async run(target) {
    if (target.tlsMinimum === "1.3") {
      const { url } = target;
      const shaken = await shakeHands(target, url, { versions: { min: "TLSv1.3", max: "TLSv1.3" }, verify: false });
      if (shaken.agreed) return `${shaken.cipher} agreed to, and TLS 1.3 has no weak one`;
      throw new NotSo(`no cipher of TLS 1.3 is agreed to: ${shaken.reason}`, "Allow TLS 1.3 where TLS ends.");
    }
    const options = { versions: { min: "TLSv1.2", max: "TLSv1.2" }, ciphers: weakCiphers(), verify: false } as const;
    const weak = await shakeHands(target, target.url, options);
    if (weak.agreed) {
      throw new NotSo(
        `${weak.cipher} is agreed to by a client that offers weak ciphers only`,
        "Allow ciphers with ECDHE and GCM or ChaCha20 only where TLS ends; of AWS's policies, one with Res in its name.",
      );
    }
    const { agreed } = await shakeHands(target, target.url, { versions: options.versions, verify: false });
    if (!agreed)
      throw new NotSo("no cipher of TLS 1.2 is agreed to at all", "Allow ECDHE with AES-GCM where TLS ends.");
    return "those without forward secrecy or authenticated encryption refused";
  },
});
