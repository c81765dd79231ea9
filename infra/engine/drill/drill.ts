import { readFileSync } from "node:fs";
import * as yaml from "yaml";
import * as z from "zod";
import { adoptedAnswers } from "../../graph/adopted-answers.ts";
import { openWorkspace, type Settings, type Workspace } from "../cli/workspace.ts";
import { createBrought } from "../cloud/brought.ts";
import { type Cloud, createCloud } from "../cloud/cloud.ts";
import { createFaults, type Faults } from "../cloud/faults.ts";
import { startStandIn } from "../provider/stand-in.ts";
import { stampOf } from "./stamp-edits.ts";
import { type StepContext, StepFailed, type StepReport } from "./step.ts";
import { steps, stepsWithoutData } from "./steps.ts";

export interface DrillOptions {
  /** Folder with `Pulumi.yaml`. */
  readonly project: string;
  readonly stack: string;
  readonly stackFile: string;
  /** Folder with the Pulumi CLI and its language host. */
  readonly bin: string;
  /** Every so manieth creation fails. @default 10 */
  readonly failEvery?: number;
  /** Type whose first creation the first up is killed at. @default the first that holds data */
  readonly interruptAt?: string | undefined;
  readonly signal?: AbortSignal;
  /** Called as each step ends. */
  readonly report?: (step: StepReport) => void;
}

/** Packages that the region program may use. */
const packages = ["aws", "cloudflare"] as const;

/**
 * Takes a stack through its whole life with the real engine and stand-in providers: made in spite of failures, unchanged,
 * released, refused, decommissioned, destroyed, made again. Stops at the first step that fails; the last report says why.
 * Leaves no file and no process behind.
 */
export const drill = async (options: DrillOptions): Promise<readonly StepReport[]> => {
  const faults = createFaults();
  const settings = settingsOf(options.stackFile);
  const accountId = stampOf(settings).accountId ?? "000000000000";
  const cloud = createCloud({ accountId, faults, latencyMilliseconds: 40 });
  const brought = createBrought(await adoptedAnswers(options.stack, settings["bailiwick:stamp"]));
  const { lookups } = brought;
  const standIns = await Promise.all(packages.map((name) => startStandIn({ package: name, cloud, lookups })));
  const providers = Object.fromEntries(standIns.map(({ package: name, port }) => [name, port]));
  let workspace: Workspace | undefined;
  try {
    workspace = await openWorkspace({ ...options, providers });
    const { failEvery = 10, interruptAt } = options;
    return await runSteps({ workspace, cloud, brought, faults, failEvery, interruptAt }, options);
  } finally {
    workspace?.dispose();
    for (const standIn of standIns) standIn.stop();
  }
};

const runSteps = async (context: StepContext, options: DrillOptions): Promise<readonly StepReport[]> => {
  const { report, signal, stack } = options;
  const reports: StepReport[] = [];
  for (const { title, run } of stack.includes(".cloudflare.global.") ? stepsWithoutData : steps) {
    const began = performance.now();
    const done = (passed: boolean, detail: string, output = ""): void => {
      const step = { title, passed, detail, output, seconds: (performance.now() - began) / 1000 };
      reports.push(step);
      report?.(step);
    };
    try {
      context.cloud.takeJournal();
      done(true, await run(context));
    } catch (error) {
      if (signal?.aborted) throw error;
      const output = error instanceof StepFailed ? error.output : error instanceof Error ? (error.stack ?? "") : "";
      done(false, error instanceof Error ? error.message : String(error), output);
      return reports;
    }
  }
  return reports;
};

/** What the stack file says. */
const settingsOf = (stackFile: string): Settings => {
  const file = z.looseObject({ config: z.record(z.string(), z.unknown()) });
  return file.parse(yaml.parse(readFileSync(stackFile, "utf8"))).config;
};

export type { Cloud, Faults };
