import { exitCodes, LocalFailure } from "../failure.ts";
import { choosePlatform } from "../folder/choose.ts";
import { lockHolder } from "../folder/lock.ts";
import { readPlatformSecrets } from "../folder/secrets.ts";
import { readState, type State } from "../folder/state.ts";
import { clientFor } from "../http/client.ts";
import type { Report } from "../output/report.ts";
import { isRunning } from "../process/identity.ts";
import { memoryOfTree } from "../process/memory.ts";

export interface StatusOptions {
  readonly name?: string | undefined;
  readonly showSecrets?: boolean | undefined;
}

/** Says what runs and where. Status 0 when all of it does, 1 when not. */
export const status = async ({ name, showSecrets = false }: StatusOptions, report: Report): Promise<number> => {
  const paths = await choosePlatform(name, "status");
  const holder = await lockHolder(paths.lock);
  const state = await readState(paths);
  if (state === undefined) {
    throw new LocalFailure({
      code: "not-started",
      message: `The local platform "${paths.name}" ${holder === undefined ? "was never ready" : "is being started"}.`,
      suggestion: holder === undefined ? "Start it: npm start" : "Follow it: npm run logs -- -f",
      exitCode: exitCodes.error,
    });
  }
  const secrets = showSecrets ? await readPlatformSecrets(paths) : undefined;
  const running = holder !== undefined;
  const services = await Promise.all(
    state.services.map(async ({ process, ...service }) => {
      const alive = running && process !== undefined && (await isRunning(process));
      return { ...service, pid: alive ? process.pid : undefined, state: alive ? service.state : ("stopped" as const) };
    }),
  );
  const edges = running ? await probeEdges(state) : {};
  const memoryBytes = holder === undefined ? undefined : await memoryOfTree([holder.pid]);
  const healthy = running && services.every((one) => one.state === "ready") && Object.values(edges).every(Boolean);
  const lines = [
    `${state.product}, local platform "${paths.name}": ${running ? `runs as process ${holder.pid}` : "stopped"}`,
    ...services.map(
      (one) =>
        `  ${one.label.padEnd(30)} ${one.state.padEnd(9)} ${one.pid ?? ""} ${one.port === undefined ? "" : `:${one.port}`}`,
    ),
    ...Object.entries(edges).map(([url, good]) => `  ${url}  ${good ? "answers" : "does not answer"}`),
    ...state.tenants.map(({ slug, endpoint, signInName }) => `  ${slug.padEnd(11)} ${endpoint}  ${signInName}`),
    ...Object.values(secrets?.passwords ?? {}).flatMap((people) =>
      Object.entries(people).map(([email, password]) => `  ${email.padEnd(24)} ${password}`),
    ),
    running ? "" : "start: npm start",
    "",
  ];
  report.result(lines.join("\n"), { ...state, running, healthy, memoryBytes, services, edges, secrets });
  return healthy ? exitCodes.ok : exitCodes.error;
};

const probeEdges = async ({ global, regions }: State): Promise<Readonly<Record<string, boolean>>> => {
  const caFile = regions[0]?.caFile;
  if (caFile === undefined) return {};
  const client = await clientFor(caFile);
  try {
    const urls = [global.url, ...regions.map(({ edgeUrl }) => edgeUrl)];
    const answers = urls.map(async (url): Promise<[string, boolean]> => {
      const answer = await client.call(`${url}/health`).catch(() => undefined);
      return [url, answer?.status === 200];
    });
    return Object.fromEntries(await Promise.all(answers));
  } finally {
    client.close();
  }
};
