import { X509Certificate } from "node:crypto";
import { type Certificate, certificatesIn, goodFor, isGoodLeaf } from "../certificates/index.ts";
import { makeAuthority, makeLeaf } from "../certificates/make.ts";
import { parseAuthority } from "./authority-secret.ts";
import { certificateText, parseCertificate } from "./certificate-secret.ts";
import type { RegionSecretsOptions, SecretReport } from "./ensure.ts";
import { SecretsRefused } from "./refused.ts";
import type { SecretName } from "./secret-name.ts";

/**
 * Only a start reads a certificate. One that a start of the region leaves is good for a year at least: every release starts all
 * tasks anew, and a task that was not started for three quarters of that says so itself.
 */
const leafDays = 730;
const leafRenewDays = 365;
export const authorityDays = 3650;
const dayMs = 86_400_000;

/**
 * The region's own authority, and the certificates of its core API and its edge. The authority is good for one name and those
 * below it. It stays as it is: whoever runs trusts it. Throws `SecretsRefused` when it is damaged or at its end.
 */
export const ensureTls = async (options: RegionSecretsOptions): Promise<readonly SecretReport[]> => {
  const { originName } = options;
  const authority = await ensureAuthority(options);
  const { certificate, parsed } = authority;
  const leaf = (name: SecretName, names: readonly string[]): Promise<SecretReport> =>
    ensureLeaf(options, { name, names, authority: certificate, parsed });
  return [
    authority.report,
    await leaf("originTls", [originName]),
    // The balancer in front asks for no name; this one is within the authority's.
    await leaf("edgeTls", [`edge.${originName}`]),
  ];
};

interface Authority {
  readonly certificate: Certificate;
  readonly parsed: X509Certificate;
  readonly report: SecretReport;
}

const ensureAuthority = async ({ store, ids, originName }: RegionSecretsOptions): Promise<Authority> => {
  const known = await store.read(ids.originCa);
  const make = async (): Promise<string> =>
    certificateText(
      await makeAuthority({ commonName: `Authority of ${originName}`, days: authorityDays, domains: [originName] }),
    );
  const made = known === undefined ? await make() : undefined;
  const stored = known ?? (await store.write(ids.originCa, made ?? ""));
  const { privateKey, certificate: all } = parseAuthority(stored.value);
  // The first one signs; another is there while one takes the other's place.
  const certificate = { certificate: certificatesIn(all)[0] ?? "", privateKey };
  const parsed = goodFor(certificate, 1);
  if (parsed === undefined) {
    throw new SecretsRefused(
      "The secret originCa is damaged, or at its end: run region init --rotate-authority add, then with use, and restart every task after each.",
    );
  }
  const outcome = made === undefined ? "there" : stored.value === made ? "made" : "theirs";
  return { certificate, parsed, report: { name: "originCa", outcome, until: endOf(parsed) } };
};

interface LeafOrder {
  readonly name: SecretName;
  readonly names: readonly string[];
  readonly authority: Certificate;
  readonly parsed: X509Certificate;
}

/** How often a leaf is made: once, and once more for each time that an operator put back the one before it. */
const attempts = 8;

const ensureLeaf = async (
  { store, ids }: RegionSecretsOptions,
  { name, names, authority, parsed }: LeafOrder,
): Promise<SecretReport> => {
  const left = Math.floor((Date.parse(parsed.validTo) - Date.now()) / dayMs);
  // One that ends with its authority cannot be renewed by it.
  const days = Math.min(leafRenewDays, left - 1);
  const isGood = (text: string): boolean =>
    isGoodLeaf(parseCertificate(text, name), { names, authority: parsed, days });
  const first = await store.read(ids[name]);
  if (first !== undefined && isGood(first.value)) return { name, outcome: "there", until: untilOf(first.value, name) };
  let known = first;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const made = certificateText(await makeLeaf({ names, days: Math.min(leafDays, left), authority }));
    known = await store.write(ids[name], made, known?.version, attempt);
    if (!isGood(known.value)) continue;
    const outcome = known.value !== made ? "theirs" : first === undefined ? "made" : "renewed";
    return { name, outcome, until: untilOf(known.value, name) };
  }
  throw new SecretsRefused(
    `The secret ${name} keeps a certificate that ends too soon, or is not of this region: give it its last value, or remove it.`,
  );
};

/** Whether the secret `name` holds a certificate that the authority in PEM has signed. */
export const isLeafOf = async (
  { store, ids }: RegionSecretsOptions,
  name: SecretName,
  authority: string,
): Promise<boolean> => {
  const stored = await store.read(ids[name]);
  if (stored === undefined) return false;
  return isGoodLeaf(parseCertificate(stored.value, name), {
    names: [],
    authority: new X509Certificate(authority),
    days: 0,
  });
};

const untilOf = (text: string, name: string): string => {
  const parsed = goodFor(parseCertificate(text, name), 0);
  return parsed === undefined ? "unknown" : endOf(parsed);
};

/** Day on which it ends. */
const endOf = ({ validTo }: X509Certificate): string => new Date(validTo).toISOString().slice(0, 10);
