import { X509Certificate } from "node:crypto";

const dayMs = 86_400_000;

/** Every certificate of a text in PEM, in its order, each as text again. */
export const certificatesIn = (pem: string): readonly string[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []).map((one) => `${one}\n`);

/** Whole days until a certificate ends; negative when it has. Throws `TypeError` for what is no certificate. */
export const daysLeft = (certificate: string, now = Date.now()): number => {
  const end = Date.parse(new X509Certificate(certificate).validTo);
  return Math.floor((end - now) / dayMs);
};
