import { randomBytes } from "node:crypto";
import { encodeBase64Url, exportPinPublicKey, generatePinKeyPair } from "@bailiwick/contract/pins";
import { judgeSecret } from "./judge.ts";
import { SecretsRefused } from "./refused.ts";
import type { SecretIds, SecretName } from "./secret-name.ts";
import type { SecretStore } from "./secret-store.ts";
import { ensureTls } from "./tls.ts";

/** What was done about one secret; `theirs` when another process made it at the same time. */
export type SecretOutcome = "there" | "made" | "renewed" | "theirs";

export interface SecretReport {
  readonly name: SecretName;
  readonly outcome: SecretOutcome;
  /** Of a certificate: when it ends. */
  readonly until?: string;
}

export interface RegionSecretsOptions {
  readonly store: SecretStore;
  readonly ids: SecretIds;
  /** DNS name on the core API's certificate. */
  readonly originName: string;
  /** Other regions of the product that are in service: they have the pepper that this one must be given. */
  readonly otherRegions: readonly string[];
}

export interface RegionSecrets {
  readonly reports: readonly SecretReport[];
  /** What the worker signs and names with; the rest is given to tasks by the platform. */
  readonly worker: Readonly<Record<"pinPrivateKey" | "pinPublicKey" | "pinPepper", string>>;
}

/**
 * Makes every secret of the region that has no value yet, and certificates anew that end within a year. What is there is
 * never overwritten, and refused where a process could not start with it; several processes may try at once and go on with the
 * same values. Throws `SecretsRefused`.
 */
export const ensureRegionSecrets = async (options: RegionSecretsOptions): Promise<RegionSecrets> => {
  const { store, ids, otherRegions } = options;
  const reports: SecretReport[] = [];

  const ensure = async (name: SecretName, make: () => string | Promise<string>): Promise<string> => {
    const known = await store.read(ids[name]);
    if (known !== undefined) {
      await judgeSecret(name, known.value);
      reports.push({ name, outcome: "there" });
      return known.value;
    }
    const made = await make();
    const { value } = await store.write(ids[name], made);
    await judgeSecret(name, value);
    reports.push({ name, outcome: value === made ? "made" : "theirs" });
    return value;
  };

  await ensure("edgeKeys", () => JSON.stringify([{ id: `k-${randomBytes(4).toString("hex")}`, secret: random() }]));
  const pinPrivateKey = await ensure("pinPrivateKey", async () => (await generatePinKeyPair()).privateKey);
  const derived = await publicPartOf(pinPrivateKey);
  const pinPublicKey = await ensure("pinPublicKey", () => derived);
  if (pinPublicKey !== derived) {
    throw new SecretsRefused(
      "The secret pinPublicKey is not the public part of pinPrivateKey: give it that, or remove it.",
    );
  }
  const pinPepper = await ensure("pinPepper", () => {
    if (otherRegions.length === 0) return random();
    throw new SecretsRefused(
      `The secret pinPepper has no value. It must be that of ${otherRegions.join(", ")}: with another one no region finds this one's tenants.`,
    );
  });
  const adminKey = await ensure("adminKey", random);
  if (adminKey === pinPepper) {
    throw new SecretsRefused(
      "The secrets adminKey and pinPepper have one value, or are one place: every edge would hold the administrator's key.",
    );
  }
  reports.push(...(await ensureTls(options)));
  return { reports, worker: { pinPrivateKey, pinPublicKey, pinPepper } };
};

/** The key as base64url. Throws `SecretsRefused`, without a word of it. */
const publicPartOf = async (privateKey: string): Promise<string> => {
  try {
    return encodeBase64Url(await exportPinPublicKey(privateKey));
  } catch {
    throw new SecretsRefused("The secret pinPrivateKey must be an Ed25519 key in PKCS#8, as base64url.");
  }
};

const random = (): string => encodeBase64Url(new Uint8Array(randomBytes(32)));
