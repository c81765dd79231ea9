import { readPlatformSecrets } from "../folder/secrets.ts";
import { writeState } from "../folder/state.ts";
import type { Report } from "../output/report.ts";
import { summary } from "../output/summary.ts";
import { memoryOfTree } from "../process/memory.ts";
import { seed } from "../seed/index.ts";
import { smoke } from "../smoke/index.ts";
import type { Supervisor } from "../supervisor/index.ts";
import { describe } from "./describe.ts";
import type { Plan } from "./plan.ts";
import { startPlatform } from "./start.ts";

/**
 * Starts, fills and tries the platform, and says how to use it. Resolves when all of it is right. From then on
 * `state.json` follows what the services do.
 */
export const bringUp = async (plan: Plan, supervisor: Supervisor, report: Report): Promise<void> => {
  const startedAt = new Date(performance.timeOrigin);
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

  const state = () => describe(plan, startedAt, supervisor.services);
  await writeState(plan.paths, state());
  supervisor.onChange(() => writeState(plan.paths, state()));
  const readyMs = performance.now(); // since this process began
  const memoryBytes = await memoryOfTree(ownProcesses());
  const { tenants, regions } = state();
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
  });
  report.result(text, { type: "ready", ms: Math.round(readyMs), memoryBytes, state: state() });
};

/** This process and what it started, with the one of ours that started it, if any: it stays as long as we do. */
const ownProcesses = (): readonly number[] => {
  const bootstrap = Number(process.env.BAILIWICK_BOOTSTRAP_PID);
  return bootstrap === process.ppid ? [process.pid, bootstrap] : [process.pid];
};
