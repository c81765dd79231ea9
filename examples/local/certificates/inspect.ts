import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { CertificateFiles } from "./files.ts";

const dayMs = 86_400_000;
const authorityRenewMs = 90 * dayMs;
const leafRenewMs = 30 * dayMs;

/** The authority in these files, `undefined` when it is missing, damaged, or ends within three months. */
export const goodAuthority = (files: CertificateFiles): Promise<X509Certificate | undefined> =>
  read(files, authorityRenewMs);

/** Whether these files hold a certificate of `authority` for all of `names` that is good for another month. */
export const isGoodLeaf = async (
  files: CertificateFiles,
  names: readonly string[],
  authority: X509Certificate,
): Promise<boolean> => {
  const leaf = await read(files, leafRenewMs);
  if (leaf === undefined || !leaf.verify(authority.publicKey)) return false;
  const held = new Set(leaf.subjectAltName?.split(", ").map((name) => name.replace(/^DNS:/, "")));
  return names.every((name) => held.has(name));
};

/** Nothing but certificates hang on these files, so damaged ones are as good as none. */
const read = async (files: CertificateFiles, renewMs: number): Promise<X509Certificate | undefined> => {
  try {
    const certificate = new X509Certificate(await readFile(files.certificate));
    const key = createPrivateKey(await readFile(files.privateKey));
    const left = Date.parse(certificate.validTo) - Date.now();
    return left > renewMs && certificate.checkPrivateKey(key) ? certificate : undefined;
  } catch {
    return undefined;
  }
};
