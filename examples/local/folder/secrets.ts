import { randomBytes } from "node:crypto";
import { access } from "node:fs/promises";
import { generatePinKeyPair } from "@bailiwick/contract/pins";
import * as z from "zod";
import { LocalFailure } from "../failure.ts";
import { readJson, writeJson } from "./json-file.ts";
import type { Paths, RegionPaths } from "./paths.ts";

const regionSecrets = z.object({
  database: z.object({
    superuser: z.string(),
    app: z.string(),
    platformAdmin: z.string(),
    migrator: z.string(),
    auditor: z.string(),
  }),
  /** 32 bytes as base64: key of the secretbox key service. */
  encryptionKey: z.string(),
  edgeKeys: z.array(z.object({ id: z.string(), secret: z.string() })),
  pins: z.object({ privateKey: z.string(), publicKey: z.string() }),
  adminKey: z.string(),
  blobs: z.object({ account: z.string(), key: z.string() }),
});

/** What only one region knows. */
export type RegionSecrets = z.infer<typeof regionSecrets>;

const platformSecrets = z.object({
  adminKeys: z.record(z.string(), z.string()),
  /** By tenant, then by e-mail address. */
  passwords: z.record(z.string(), z.record(z.string(), z.string())),
  /** Hides tenants' names in the public pin maps: the one secret that all regions of a product share. */
  pinPepper: z.string(),
});

/** What a person or a test needs to use the platform. */
export type PlatformSecrets = z.infer<typeof platformSecrets>;

/** The region's secrets, made on the first start. Throws `LocalFailure` when the folder `data` is there and they are not. */
export const regionSecretsOf = async ({ secrets: path }: RegionPaths, data: string): Promise<RegionSecrets> => {
  const found = await readJson(path, regionSecrets);
  if (found !== undefined) return found;
  await refuseDataWithoutSecrets(data, path);
  const made: RegionSecrets = {
    database: { superuser: secret(), app: secret(), platformAdmin: secret(), migrator: secret(), auditor: secret() },
    encryptionKey: randomBytes(32).toString("base64"),
    edgeKeys: [{ id: "k1", secret: secret(32) }],
    pins: await generatePinKeyPair(),
    adminKey: secret(32),
    blobs: { account: "bailiwick", key: randomBytes(64).toString("base64") },
  };
  await writeJson(path, made, 0o600);
  return made;
};

/** Adopts what `secrets.json` holds and brings it up to date with the regions. */
export const platformSecretsOf = async (
  paths: Paths,
  regions: Readonly<Record<string, RegionSecrets>>,
): Promise<PlatformSecrets> => {
  const found = await readJson(paths.secrets, platformSecrets);
  const secrets: PlatformSecrets = {
    adminKeys: Object.fromEntries(Object.entries(regions).map(([id, { adminKey }]) => [id, adminKey])),
    passwords: found?.passwords ?? {},
    pinPepper: found?.pinPepper ?? secret(32),
  };
  await writeJson(paths.secrets, secrets, 0o600);
  return secrets;
};

export const readPlatformSecrets = (paths: Paths): Promise<PlatformSecrets | undefined> =>
  readJson(paths.secrets, platformSecrets);

export const writePlatformSecrets = (paths: Paths, secrets: PlatformSecrets): Promise<void> =>
  writeJson(paths.secrets, secrets, 0o600);

const secret = (bytes = 24): string => randomBytes(bytes).toString("base64url");

const refuseDataWithoutSecrets = async (data: string, secrets: string): Promise<void> => {
  try {
    await access(data);
  } catch {
    return;
  }
  throw new LocalFailure({
    code: "secrets-missing",
    message: `The data in ${data} cannot be opened: their keys in ${secrets} are gone.`,
    suggestion: (command) => `Restore that file, or start with new data: ${command("reset", { yes: true })}`,
  });
};
