import { exitCodes } from "../failure.ts";
import type { Paths } from "../folder/paths.ts";
import { readState } from "../folder/state.ts";
import type { Report } from "../output/report.ts";
import type { ProcessIdentity } from "../process/identity.ts";

/** Says where the platform that runs already is. That is what was wanted, so it is no failure. */
export const alreadyRunning = async (paths: Paths, holder: ProcessIdentity, report: Report): Promise<number> => {
  const state = await readState(paths);
  const own = state?.pid === holder.pid ? state : undefined;
  const lines = (own?.tenants ?? []).map(
    ({ slug, region, endpoint }) => `  ${slug.padEnd(11)} ${endpoint}  (${region})`,
  );
  const still = own === undefined ? "is being started" : "runs already";
  report.result(
    [
      `The local platform "${paths.name}" ${still}, as process ${holder.pid}.`,
      ...lines,
      "stop: npm run bailiwick -- down   another one: npm start -- --name <name>",
      "",
    ].join("\n"),
    { type: "running", name: paths.name, pid: holder.pid, state: own },
  );
  return exitCodes.ok;
};
