import { ConfigError, readConfig, type Settings } from "../platform/config.ts";
import type { MigrationReport } from "../platform/db/index.ts";
import {
  awsSecretStore,
  ensureRegionSecrets,
  type RegionSecrets,
  type RotationStep,
  rotateAuthority,
  type SecretReport,
  SecretsRefused,
  writeWorkerFiles,
} from "../platform/region-secrets/index.ts";
import { CommandFailure } from "./failure.ts";
import { migrateRegion, readMigrateSettings } from "./migrate-region.ts";

/** What `bailiwick region init` did. No secret is in it. */
export interface RegionInitReport {
  readonly region: string;
  readonly secrets: readonly SecretReport[];
  readonly pinPublicKey: string;
  readonly databases?: readonly MigrationReport[];
}

export interface RegionInitWishes {
  readonly migrate: boolean;
  /** A step towards another authority, taken before certificates are looked at. */
  readonly rotation: RotationStep | undefined;
}

/** Makes the region's secrets, leaves the worker its own, and migrates where that is wanted. Throws `CommandFailure`. */
export const initRegion = async (
  variables: NodeJS.ProcessEnv,
  { migrate, rotation }: RegionInitWishes,
): Promise<RegionInitReport> => {
  // Before anything is made: what is wrong with the second half should not be found after the first.
  const [settings, migrateSettings] = await together(
    readInitSettings(variables),
    migrate ? readMigrateSettings(variables) : Promise.resolve(undefined),
  );
  const secrets = await ensureSecrets(settings, rotation);
  const report = { region: settings.place.region, secrets: secrets.reports, pinPublicKey: secrets.worker.pinPublicKey };
  if (migrateSettings === undefined) return report;
  return { ...report, databases: await migrateRegion(migrateSettings) };
};

/** Both, or one `ConfigError` with everything that is wrong with either. */
const together = async <A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> => {
  const problems: string[] = [];
  for (const outcome of await Promise.allSettled([first, second])) {
    if (outcome.status === "fulfilled") continue;
    if (!(outcome.reason instanceof ConfigError)) throw outcome.reason;
    problems.push(...outcome.reason.problems);
  }
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return [await first, await second];
};

type InitSettings = Pick<Settings, "place" | "regionSecrets">;

const readInitSettings = (variables: NodeJS.ProcessEnv): Promise<InitSettings> =>
  readConfig(variables, ["place", "regionSecrets"]);

const ensureSecrets = async (
  { place, regionSecrets }: InitSettings,
  rotation: RotationStep | undefined,
): Promise<RegionSecrets> => {
  const { aws, ids, originName, folder } = regionSecrets;
  const options = { store: awsSecretStore(aws), ids, originName, otherRegions: place.otherRegions };
  try {
    if (rotation !== undefined) await rotateAuthority(options, rotation);
    const secrets = await ensureRegionSecrets(options);
    if (folder !== undefined) await writeWorkerFiles(folder, secrets);
    return secrets;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = error instanceof SecretsRefused ? "secrets-refused" : "secrets-unavailable";
    throw new CommandFailure({
      code,
      message: `${error.message.replace(/\.$/, "")}.`,
      suggestion: "What was made stays; mend the cause and run the command again.",
    });
  }
};
