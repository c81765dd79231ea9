import type { Certificate } from "../certificates/index.ts";
import { parseCertificate } from "./certificate-secret.ts";

/** The region's authority as the text of a secret has it. Whoever trusts it is given the member `certificate` alone. */
export interface AuthoritySecret extends Certificate {
  /** PEM: the authority that signs, and while another takes its place the other one after it. */
  readonly certificate: string;
  /** Key of the second one, from when it is made until it signs. Secret. */
  readonly nextPrivateKey?: string;
}

export const authorityText = ({ certificate, privateKey, nextPrivateKey }: AuthoritySecret): string =>
  JSON.stringify({ certificate, privateKey, ...(nextPrivateKey === undefined ? {} : { nextPrivateKey }) });

/** Reads that text. Throws `TypeError`, without a word of it, for any other. */
export const parseAuthority = (text: string): AuthoritySecret => {
  const known = parseCertificate(text, "originCa");
  const { nextPrivateKey }: { nextPrivateKey?: unknown } = JSON.parse(text);
  return typeof nextPrivateKey === "string" ? { ...known, nextPrivateKey } : known;
};
