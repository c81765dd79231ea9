import { defineCheck, NotSo } from "../check.ts";
import { shakeHands } from "../handshake.ts";

/** Somebody answers at the region's host, and is who the name says. Without that nothing else can be seen. */
export const reach = defineCheck({
  id: "reach",
  title: "Way to the region",
  needs: [],
  decides: true,
  async run(target) {
    const { hostname } = new URL(target.url);
    const shaken = await shakeHands(target, target.url).catch((error: unknown) => {
      const seen = error instanceof Error ? error.message : String(error);
      throw new NotSo(seen, remedies.find(([code]) => code.test(seen))?.[1] ?? otherwise);
    });
    if (shaken.agreed) return `${hostname} answers`;
    throw new NotSo(
      `${hostname}: ${shaken.reason}`,
      remedies.find(([code]) => code.test(shaken.reason))?.[1] ?? "See that TLS 1.2 or newer ends at the edge.",
    );
  },
});

const otherwise = "See that the name resolves, that the way there is open, and that the edge runs.";

const remedies: readonly (readonly [code: RegExp, remedy: string])[] = [
  [/ENOTFOUND|EAI_AGAIN/, "No address is known for the name: see the spelling and the region's DNS records."],
  [/ECONNREFUSED/, "Nobody listens there: see the port, and that the edge runs."],
  [
    /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|no handshake/,
    "Nothing comes back: see firewalls, VPN and allowlists on the way.",
  ],
  [/HAS_EXPIRED/, "The certificate has ended: renew it."],
  [/ALTNAME/, "The certificate is not for this host: see the URL, and the names in the certificate."],
  [/SELF_SIGNED|UNABLE_TO/, "Who issued the certificate is not trusted here: name that authority's file with --ca."],
];
