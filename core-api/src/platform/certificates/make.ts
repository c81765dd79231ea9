import { randomBytes, type webcrypto } from "node:crypto";
// The library keeps its registry of algorithms with it, and does not bring it along.
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import type { Certificate } from "./certificate.ts";

/** ECDSA on P-256 with SHA-256: small, and every client takes it. */
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const dayMs = 86_400_000;

export interface AuthorityOrder {
  readonly commonName: string;
  readonly days: number;
  /**
   * Domains whose names, and those below them, its certificates may carry (RFC 5280 section 4.2.1.10): a stolen key opens
   * no other site, even to those who trust the authority.
   */
  readonly domains: readonly string[];
}

export interface LeafOrder {
  /** Names that the certificate carries; the first is its subject too. */
  readonly names: readonly string[];
  readonly days: number;
  readonly authority: Certificate;
}

/** Makes a certificate authority that signs servers' certificates, and no other authority. */
export const makeAuthority = async ({ commonName, days, domains }: AuthorityOrder): Promise<Certificate> => {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [commonName] }],
    ...validFor(days),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      only(domains),
    ],
  });
  return asText(keys.privateKey, [certificate]);
};

/** Makes a server's certificate; its chain ends with the authority. Throws `TypeError` for an authority without a key. */
export const makeLeaf = async ({ names, days, authority }: LeafOrder): Promise<Certificate> => {
  const issuer = new x509.X509Certificate(authority.certificate);
  const [issuerKey] = x509.PemConverter.decode(authority.privateKey);
  if (issuerKey === undefined) throw new TypeError("the authority has no private key");
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [names[0] ?? ""] }],
    issuer: issuer.subject,
    ...validFor(days),
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
  return asText(keys.privateKey, [leaf, issuer]);
};

const asText = async (key: webcrypto.CryptoKey, chain: readonly x509.X509Certificate[]): Promise<Certificate> => {
  const pkcs8 = x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
  return {
    certificate: chain.map((certificate) => `${certificate.toString("pem")}\n`).join(""),
    privateKey: `${pkcs8}\n`,
  };
};

/** An hour of the past allows for clocks that are behind. */
const validFor = (days: number): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(Date.now() - 3_600_000),
  notAfter: new Date(Date.now() + days * dayMs),
});

/** A positive number of 16 octets from a random generator (RFC 5280 section 4.1.2.2). */
const serialNumber = (): string => `01${randomBytes(15).toString("hex")}`;

/** NameConstraints, critical: permittedSubtrees [0] { GeneralSubtree { base [2] domain }, … }. */
const only = (domains: readonly string[]): x509.Extension => {
  const trees = domains.map((domain) => wrap(0x30, wrap(0x82, new TextEncoder().encode(domain))));
  return new x509.Extension("2.5.29.30", true, wrap(0x30, wrap(0xa0, concat(trees))).slice().buffer);
};

const concat = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** One DER value (X.690 section 8.1.3); the length takes as many octets as it needs. */
const wrap = (tag: number, content: Uint8Array): Uint8Array => {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.of(tag, ...size, ...content);
};
