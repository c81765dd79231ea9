import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, LocalFailure } from "../failure.ts";
import { choosePlatform } from "../folder/choose.ts";
import { lockHolder } from "../folder/lock.ts";
import type { Paths } from "../folder/paths.ts";
import { readPlatformSecrets } from "../folder/secrets.ts";
import { readState, type State } from "../folder/state.ts";
import { clientFor } from "../http/client.ts";
import { carriedName, commandsFor } from "../output/command-line.ts";
import type { Report } from "../output/report.ts";
import { leftoversOf } from "../platform/leftovers.ts";
import { isRunning, type ProcessIdentity } from "../process/identity.ts";
import { memoryOfTree } from "../process/memory.ts";

export interface StatusOptions {
  readonly name?: string | undefined;
  readonly showSecrets?: boolean | undefined;
}

/** Says what runs and where. Status 0 when all of it does, 1 when not. */
export const status = async (options: StatusOptions, report: Report): Promise<number> => {
  const { name, showSecrets = false } = options;
  const paths = await choosePlatform({ name, verb: "status", flags: { showSecrets: showSecrets || undefined } });
  const command = commandsFor({ name: carriedName(name, paths.name) });
  const holder = await lockHolder(paths.lock);
  const running = holder?.doing === "running";
  const state = await stateOf(paths, running ? holder : undefined);
  if (state === undefined) {
    throw new LocalFailure({
      code: "not-started",
      message: `The local platform "${paths.name}" ${running ? `is being started, by process ${holder.pid}` : "was never ready"}.`,
      suggestion: running ? `Follow it: ${command("logs", { follow: true })}` : `Start it: ${command("up")}`,
      exitCode: exitCodes.error,
    });
  }
  const secrets = showSecrets ? await readPlatformSecrets(paths) : undefined;
  const services = await Promise.all(
    state.services.map(async ({ process, ...service }) => {
      const alive = running && process !== undefined && (await isRunning(process));
      return { ...service, pid: alive ? process.pid : undefined, state: alive ? service.state : ("stopped" as const) };
    }),
  );
  const ready = running && state.readyAt !== undefined;
  const left = running ? [] : (await leftoversOf(paths)).map(({ label }) => label);
  const edges = ready ? await probeEdges(state) : {};
  const memoryBytes = running ? await memoryOfTree([holder.pid]) : undefined;
  const healthy = ready && services.every((one) => one.state === "ready") && Object.values(edges).every(Boolean);
  const headline = ready ? "runs" : running ? "is being started" : "stopped";
  const lines = [
    `${state.product}, local platform "${paths.name}": ${headline}${running ? ` as process ${holder.pid}` : ""}`,
    ...services.map(
      (one) =>
        `  ${one.name.padEnd(24)} ${one.state.padEnd(9)} ${one.pid ?? ""} ${one.port === undefined ? "" : `:${one.port}`}`,
    ),
    ...Object.entries(edges).map(([url, good]) => `  ${url}  ${good ? "answers" : "does not answer"}`),
    "Seeded tenants:",
    ...state.tenants.map(({ slug, endpoint, signInName }) => `  ${slug.padEnd(11)} ${endpoint}  ${signInName}`),
    ...Object.values(secrets?.passwords ?? {}).flatMap((people) =>
      Object.entries(people).map(([email, password]) => `  ${email.padEnd(24)} ${password}`),
    ),
    ...(left.length === 0 ? [] : [`Left over from an earlier start: ${left.join(", ")}`]),
    running ? `all tenants: ${command("tenant list")}` : `start: ${command("up")}`,
    "",
  ];
  // What a stopped platform last wrote about its processes is about processes that are gone.
  const live = running ? {} : { pid: undefined, startedAt: undefined, readyAt: undefined };
  const document = { ...state, ...live, running, healthy, memoryBytes, services, edges, leftovers: left, secrets };
  report.result(lines.join("\n"), document);
  return healthy ? exitCodes.ok : exitCodes.error;
};

const rebuildMs = 5000;

/** A supervisor that runs writes the file anew when somebody has spoilt it. */
const stateOf = async (paths: Paths, holder: ProcessIdentity | undefined): Promise<State | undefined> => {
  const deadline = performance.now() + rebuildMs;
  for (;;) {
    const state = await readState(paths);
    if (holder === undefined || state?.pid === holder.pid) return state;
    if (performance.now() > deadline) return undefined;
    await sleep(100);
  }
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
