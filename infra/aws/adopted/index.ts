import type { InvokeOptions } from "@pulumi/pulumi";
import { ConfigError } from "../../config/config-error.ts";
import { stackNameText } from "../../config/stack-name.ts";
import type { AwsStamp } from "../../config/stamp-facts.ts";
import { databaseProblems } from "./databases.ts";
import { keyProblems } from "./keys.ts";
import { together } from "./look.ts";
import { networkProblems } from "./network.ts";
import { storageProblems } from "./storage.ts";
import { zoneProblems } from "./zone.ts";

const checks = [networkProblems, keyProblems, databaseProblems, storageProblems, zoneProblems];

/**
 * Looks at every part that the stack file brings, in previews too, before anything is registered that could be made. Throws
 * `ConfigError` with a sentence for each that is absent, another one's, or weaker than what the stamp would have made itself.
 * A stamp that is being taken down is not held up by what is gone already.
 */
export const holdToAdopted = async (stamp: AwsStamp, as: InvokeOptions): Promise<void> => {
  if (stamp.settings.lifecycle === "decommissioning") return;
  const found = await together(checks.map((check) => check(stamp, as)));
  // What is looked at from several sides and is not there is told once.
  const problems = [...new Map(found.map((problem) => [problem.sentence, problem])).values()];
  if (problems.length > 0) throw new ConfigError(stackNameText(stamp.stack), problems);
};
