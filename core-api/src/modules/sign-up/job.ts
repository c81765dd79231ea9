import type { Sql } from "../../platform/db/index.ts";
import { maxAttempts, recordFailedAttempt } from "./attempts.ts";
import { SignUpRefused } from "./refused.ts";
import { release } from "./release.ts";
import type { SignUpJob, SignUpStep, SignUpTools } from "./step.ts";
import { signUpSteps } from "./steps/index.ts";

interface SignUpRow extends SignUpJob {
  readonly state: string;
  readonly step: string;
}

export type SignUpOutcome = "done" | "failed" | "already ended" | "unknown" | "running elsewhere";

/**
 * Carries a sign-up out from the step after the last one that is recorded as done. Every step is idempotent, so a worker that
 * was killed anywhere, even between a step's effect and its record, is followed by one that completes the same tenant. One
 * worker at a time has the job: the advisory lock is gone with its connection. A refusal ends the job; any other error is
 * recorded and thrown, and the job stays open for another try, until there were `maxAttempts` of them.
 */
export const runSignUp = async (
  tools: SignUpTools,
  id: string,
  steps: readonly SignUpStep[] = signUpSteps,
): Promise<SignUpOutcome> => {
  const connection = await tools.catalog.reserve();
  try {
    const [lock] = await connection<{ taken: boolean }[]>`
      select pg_try_advisory_lock(hashtextextended(${`sign-up ${id}`}, 0)) as taken`;
    if (lock?.taken !== true) return "running elsewhere";
    try {
      return await carryOut(tools, id, steps);
    } finally {
      await connection`select pg_advisory_unlock(hashtextextended(${`sign-up ${id}`}, 0))`;
    }
  } finally {
    connection.release();
  }
};

const carryOut = async (tools: SignUpTools, id: string, steps: readonly SignUpStep[]): Promise<SignUpOutcome> => {
  const { catalog } = tools;
  const [row] = await catalog<SignUpRow[]>`select id, request, state, step from catalog.sign_up where id = ${id}`;
  if (row === undefined) return "unknown";
  if (row.state === "done" || row.state === "failed") return "already ended";
  const reached = steps.findIndex(({ name }) => name === row.step);
  let current = row.step;
  try {
    for (const step of steps.slice(reached + 1)) {
      current = step.name;
      await step.run(tools, row);
      await catalog`update catalog.sign_up set state = 'running', step = ${step.name}, updated_at = now() where id = ${id}`;
    }
  } catch (error) {
    if (error instanceof SignUpRefused) {
      // Whoever waits for this claim to go is waiting for the map without it.
      if (await release(tools, id)) await withdraw(tools, current);
      await end(catalog, id, "failed", { code: error.reason, message: error.message });
      return "failed";
    }
    // While the catalog is away, what it should record is less telling than the error itself.
    const attempts = await recordFailedAttempt(catalog, id, current).catch(() => 0);
    if (attempts < maxAttempts || !(await release(tools, id))) throw error;
    await withdraw(tools, current);
    await end(catalog, id, "failed", { code: "given-up", message: `The step ${current} failed ${attempts} times.` });
    return "failed";
  }
  await end(catalog, id, "done", null);
  return "done";
};

/** Before its claim is published there is nothing to take back from other regions. */
const withdraw = async ({ publishPins }: SignUpTools, step: string): Promise<void> => {
  if (step !== "check-name" && step !== "claim-name") await publishPins();
};

/** The password hash has done its work or never will: it does not stay in the catalog. */
const end = async (
  catalog: Sql,
  id: string,
  state: "done" | "failed",
  error: { code: string; message: string } | null,
): Promise<void> => {
  await catalog`
    update catalog.sign_up
       set state = ${state}, error = ${error === null ? null : JSON.stringify(error)}::text::jsonb,
           request = request #- '{owner,passwordHash}', updated_at = now()
     where id = ${id} and state in ('pending', 'running')`;
};
