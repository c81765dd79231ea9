import type { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Certificate, goodFor, isGoodLeaf as isGood } from "@bailiwick/core-api/certificates";
import type { CertificateFiles } from "./files.ts";

const authorityRenewDays = 90;
const leafRenewDays = 30;

/** The authority in these files, `undefined` when it is missing, damaged, or ends within three months. */
export const goodAuthority = async (files: CertificateFiles): Promise<X509Certificate | undefined> => {
  const held = await read(files);
  return held && goodFor(held, authorityRenewDays);
};

/** Whether these files hold a certificate of `authority` for all of `names` that is good for another month. */
export const isGoodLeaf = async (
  files: CertificateFiles,
  names: readonly string[],
  authority: X509Certificate,
): Promise<boolean> => {
  const held = await read(files);
  return held !== undefined && isGood(held, { names, authority, days: leafRenewDays });
};

/** Nothing but certificates hang on these files, so unreadable ones are as good as none. */
const read = async (files: CertificateFiles): Promise<Certificate | undefined> => {
  try {
    const [certificate, privateKey] = await Promise.all([
      readFile(files.certificate, "utf8"),
      readFile(files.privateKey, "utf8"),
    ]);
    return { certificate, privateKey };
  } catch {
    return undefined;
  }
};
