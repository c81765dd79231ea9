import { randomBytes, type webcrypto } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
// The library keeps its registry of algorithms with it, and does not bring it along.
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import type { CertificateFiles } from "./files.ts";

/** ECDSA on P-256 with SHA-256: small, and every client takes it. */
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const yearMs = 365 * 86_400_000;

/**
 * Makes a certificate authority. Whoever trusts it trusts it for names under `localhost` only (RFC 5280 section
 * 4.2.1.10), so a stolen key opens no real site.
 */
export const makeAuthority = async (files: CertificateFiles, commonName: string): Promise<void> => {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=${commonName}`,
    ...validFor(3 * yearMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      onlyLocalhost(),
    ],
  });
  await write(files, keys.privateKey, [certificate]);
};

/** Makes a server certificate of the authority for `names`. */
export const makeLeaf = async (
  files: CertificateFiles,
  names: readonly string[],
  authority: CertificateFiles,
): Promise<void> => {
  const issuer = new x509.X509Certificate(await readFile(authority.certificate, "utf8"));
  const [issuerKey] = x509.PemConverter.decode(await readFile(authority.privateKey, "utf8"));
  if (issuerKey === undefined) throw new TypeError(`${authority.privateKey} holds no key`);
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: `CN=${names[0]}`,
    issuer: issuer.subject,
    ...validFor(yearMs),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await crypto.subtle.importKey("pkcs8", issuerKey, algorithm, false, ["sign"]),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns", value }))),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  await write(files, keys.privateKey, [leaf, issuer]);
};

const write = async (
  files: CertificateFiles,
  key: webcrypto.CryptoKey,
  chain: readonly x509.X509Certificate[],
): Promise<void> => {
  const pkcs8 = x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
  await writeFile(files.privateKey, `${pkcs8}\n`, { mode: 0o600 });
  await writeFile(files.certificate, chain.map((certificate) => `${certificate.toString("pem")}\n`).join(""));
};

/** An hour of the past allows for clocks that are behind. */
const validFor = (milliseconds: number): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(Date.now() - 3_600_000),
  notAfter: new Date(Date.now() + milliseconds),
});

/** A positive number of 16 octets from a random generator (RFC 5280 section 4.1.2.2). */
const serialNumber = (): string => `01${randomBytes(15).toString("hex")}`;

/** NameConstraints, critical: permittedSubtrees [0] { GeneralSubtree { base [2] "localhost" } }. */
const onlyLocalhost = (): x509.Extension => {
  const wrap = (tag: number, content: Uint8Array): Uint8Array => Uint8Array.of(tag, content.length, ...content);
  const name = wrap(0x82, new TextEncoder().encode("localhost"));
  return new x509.Extension("2.5.29.30", true, wrap(0x30, wrap(0xa0, wrap(0x30, name))).slice().buffer);
};
