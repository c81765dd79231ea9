import { readInstance, writeInstance } from "../folder/instance.ts";
import { readPlatformSecrets } from "../folder/secrets.ts";
import { commandsFor, type Subject } from "../output/command-line.ts";
import type { Report } from "../output/report.ts";
import { type HowToEnd, summary } from "../output/summary.ts";
import { memoryOfTree } from "../process/memory.ts";
import { seed } from "../seed/index.ts";
import { smoke } from "../smoke/index.ts";
import type { Supervisor } from "../supervisor/index.ts";
import type { KeptState } from "./keep-state.ts";
import type { Plan } from "./plan.ts";
import { startPlatform } from "./start.ts";

export interface BringUpOptions extends HowToEnd {
  readonly plan: Plan;
  readonly supervisor: Supervisor;
  readonly keeping: KeptState;
  readonly report: Report;
  readonly subject: Subject;
}

/** Starts, fills and tries the platform, and says how to use it. Resolves when all of it is right. */
export const bringUp = async (options: BringUpOptions): Promise<void> => {
  const { plan, supervisor, keeping, report, subject, end, kept } = options;
  await startPlatform(plan, supervisor, report);
  const seeding = performance.now();
  const seeded = await seed(plan);
  if (seeded !== undefined) {
    const { tenants, users, events } = seeded;
    report.step(
      "seed",
      `Seed: ${tenants} tenants, ${users} users, ${events} audit events`,
      performance.now() - seeding,
    );
  }
  const smoking = performance.now();
  const shown = await smoke(plan);
  report.step("smoke", `Smoke: ${shown.join(" · ")}`, performance.now() - smoking);

  // Not before: a start that comes to nothing changes nothing for later ones.
  const instance = (await readInstance(plan.paths)) ?? { product: plan.product.id };
  await writeInstance(plan.paths, { ...instance, ports: plan.ports });
  await keeping.ready();
  const readyMs = performance.now(); // since this process began
  const memoryBytes = await memoryOfTree(ownProcesses());
  const { state } = keeping;
  const { tenants, regions } = state;
  const text = summary({
    product: plan.product,
    name: plan.paths.name,
    registry: plan.registry,
    tenants,
    apiUrls: regions.map(({ apiUrl }) => apiUrl),
    caFile: plan.paths.authority.certificate,
    root: plan.paths.root,
    newPasswords: seeded === undefined ? undefined : (await readPlatformSecrets(plan.paths))?.passwords,
    readyMs,
    memoryBytes,
    command: commandsFor(subject),
    end,
    kept,
  });
  report.result(text, { type: "ready", ms: Math.round(readyMs), memoryBytes, state });
};

/** This process and what it started, with the one of ours that started it, if any: it stays as long as we do. */
const ownProcesses = (): readonly number[] => {
  const bootstrap = Number(process.env.BAILIWICK_BOOTSTRAP_PID);
  return bootstrap === process.ppid ? [process.pid, bootstrap] : [process.pid];
};
