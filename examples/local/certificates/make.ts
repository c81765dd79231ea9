import { readFile, writeFile } from "node:fs/promises";
import type { Certificate } from "@bailiwick/core-api/certificates";
import { makeAuthority as authorityFor, makeLeaf as leafFor } from "@bailiwick/core-api/certificates/make";
import type { CertificateFiles } from "./files.ts";

const yearDays = 365;

/** Makes a certificate authority that is trusted for names under `localhost` only, so a stolen key opens no real site. */
export const makeAuthority = async (files: CertificateFiles, commonName: string): Promise<void> =>
  write(files, await authorityFor({ commonName, days: 3 * yearDays, domains: ["localhost"] }));

/** Makes a server certificate of the authority for `names`. */
export const makeLeaf = async (
  files: CertificateFiles,
  names: readonly string[],
  authority: CertificateFiles,
): Promise<void> => {
  const [certificate, privateKey] = await Promise.all(
    [authority.certificate, authority.privateKey].map((path) => readFile(path, "utf8")),
  );
  if (certificate === undefined || privateKey === undefined) throw new TypeError("the authority's files are not there");
  await write(files, await leafFor({ names, days: yearDays, authority: { certificate, privateKey } }));
};

const write = async (files: CertificateFiles, { certificate, privateKey }: Certificate): Promise<void> => {
  await writeFile(files.privateKey, privateKey, { mode: 0o600 });
  await writeFile(files.certificate, certificate);
};
