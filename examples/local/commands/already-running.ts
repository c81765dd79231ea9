import { exitCodes, LocalFailure } from "../failure.ts";
import type { Holder } from "../folder/lock.ts";
import type { Paths } from "../folder/paths.ts";
import { readState } from "../folder/state.ts";
import type { CommandFor } from "../output/command-line.ts";
import type { Report } from "../output/report.ts";

export interface AlreadyRunningOptions {
  readonly paths: Paths;
  readonly holder: Holder;
  /** Port of the global host that was asked for. */
  readonly port: number | undefined;
  readonly command: CommandFor;
  readonly report: Report;
}

/**
 * Says where the platform that runs already is: that is what was wanted, so it is no failure, unless something else was asked
 * for than what runs. Throws `LocalFailure` then, and while it is being stopped or removed.
 */
export const alreadyRunning = async (options: AlreadyRunningOptions): Promise<number> => {
  const { paths, holder, port, command, report } = options;
  const { name } = paths;
  if (holder.doing !== "running") {
    throw new LocalFailure({
      code: "busy",
      message: `The local platform "${name}" is being ${holder.doing === "resetting" ? "removed" : "stopped"} by process ${holder.pid}.`,
      suggestion: `When that is done: ${command("up")}`,
      exitCode: exitCodes.error,
    });
  }
  const state = await readState(paths);
  const own = state?.pid === holder.pid ? state : undefined;
  const present = own === undefined ? undefined : Number(new URL(own.global.url).port);
  if (port !== undefined && port !== present) {
    throw new LocalFailure({
      code: "runs-elsewhere",
      message: `The local platform "${name}" runs already${present === undefined ? "" : `, with port ${present}`}; its ports change only between two starts.`,
      suggestion: `Stop it first: ${command("down")}, then ${command("up", { port })}`,
    });
  }
  const still = own?.readyAt === undefined ? "is being started" : "runs already";
  const tenants = (own?.tenants ?? []).map(
    ({ slug, region, endpoint }) => `  ${slug.padEnd(11)} ${endpoint}  (${region})`,
  );
  report.result(
    [
      `The local platform "${name}" ${still}, as process ${holder.pid}.`,
      ...(own?.readyAt === undefined ? [] : tenants),
      `stop: ${command("down")}   another one: npm start -- --name <name>`,
      "",
    ].join("\n"),
    { type: "running", name, pid: holder.pid, state: own },
  );
  return exitCodes.ok;
};
