import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Certificate } from "./certificate.ts";

const dayMs = 86_400_000;

/** The certificate when it can be read, has its key and is good for `days` more; otherwise `undefined`. */
export const goodFor = ({ certificate, privateKey }: Certificate, days: number): X509Certificate | undefined => {
  try {
    const parsed = new X509Certificate(certificate);
    const left = Date.parse(parsed.validTo) - Date.now();
    return left > days * dayMs && parsed.checkPrivateKey(createPrivateKey(privateKey)) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

export interface LeafWish {
  readonly names: readonly string[];
  readonly authority: X509Certificate;
  /** It must be good for that many more days. */
  readonly days: number;
}

/** Whether this is a certificate of `authority` for all of `names` that is good for `days` more. */
export const isGoodLeaf = (leaf: Certificate, { names, authority, days }: LeafWish): boolean => {
  const parsed = goodFor(leaf, days);
  if (parsed === undefined || !parsed.verify(authority.publicKey)) return false;
  const held = new Set(parsed.subjectAltName?.split(", ").map((name) => name.replace(/^DNS:/, "")));
  return names.every((name) => held.has(name));
};
