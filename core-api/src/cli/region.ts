import { type Command, Option } from "commander";
import { type RotationStep, rotationSteps } from "../platform/region-secrets/index.ts";
import { describeMigration } from "./migrate-region.ts";
import { registerRegionCheck } from "./region-check.ts";
import { initRegion, type RegionInitReport } from "./region-init.ts";
import { showRegion } from "./region-show.ts";

interface InitOptions {
  readonly migrate?: boolean;
  readonly rotateAuthority?: RotationStep;
  readonly json?: boolean;
}

/** `bailiwick region init|check|show`: the first boot of a region in a cloud, whether it is well, what others must know of it. */
export const registerRegion = (program: Command): void => {
  const region = program.command("region").description("Bring up a region in a cloud and look at it");

  region
    .command("init")
    .description("Make the region's secrets where they have no value, and certificates anew that end within a year")
    .option("--migrate", "then create roles and databases, and bring every database up to date")
    .addOption(
      new Option("--rotate-authority <step>", "a step towards another authority of its certificates").choices(
        rotationSteps,
      ),
    )
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Never overwrites a secret, prints none, and may run twice at once. Reads BAILIWICK_SECRET_IDS, BAILIWICK_ORIGIN_NAME,
BAILIWICK_REGION, BAILIWICK_REGISTRY and AWS_REGION; with --migrate also what bailiwick migrate reads.

The authority of the certificates inside a region is replaced in three steps, with a restart of every task after each: add has
a new one trusted too, use has it sign, drop ends the trust in the old one. None loses a request.

Examples:
  bailiwick region init
  bailiwick region init --rotate-authority add
  bailiwick region init --migrate --json`,
    )
    .action(async ({ migrate, rotateAuthority, json }: InitOptions) => {
      const report = await initRegion(process.env, { migrate: migrate === true, rotation: rotateAuthority });
      if (json) console.log(JSON.stringify(report));
      else for (const line of describe(report)) console.log(line);
    });

  region
    .command("show")
    .description("Show the region's public key, and its entry in the list of regions")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Reads BAILIWICK_REGION, BAILIWICK_REGISTRY, and BAILIWICK_PIN_PUBLIC_KEY or, where that is absent, the secret that
BAILIWICK_SECRET_IDS names.

Examples:
  bailiwick region show
  bailiwick region show --json`,
    )
    .action(async ({ json }: InitOptions) => {
      const { region: entry, pinPublicKey } = await showRegion(process.env);
      if (json) console.log(JSON.stringify({ pinPublicKey, region: entry }));
      else
        console.log(
          `Public pin key: ${pinPublicKey}\n\nEntry of the list of regions:\n${JSON.stringify(entry, null, 2)}`,
        );
    });

  registerRegionCheck(region);
};

const describe = ({ secrets, pinPublicKey, databases = [] }: RegionInitReport): readonly string[] => [
  ...secrets.map(
    ({ name, outcome, until }) => `${name}: ${words[outcome]}${until === undefined ? "" : `, until ${until}`}`,
  ),
  `Public pin key: ${pinPublicKey}`,
  ...databases.map(describeMigration),
];

const words = {
  there: "was there",
  made: "made",
  renewed: "renewed",
  theirs: "made by another process in the meantime",
} as const;
