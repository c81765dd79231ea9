import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pathsOf } from "../folder/paths.ts";
import { writeState } from "../folder/state.ts";
import { identify } from "../process/identity.ts";
import { platformMark } from "../supervisor/index.ts";
import { leftoversOf, stopLeftovers } from "./leftovers.ts";

let parent: string;
const started: ChildProcess[] = [];
beforeEach(async () => {
  parent = await realpath(await mkdtemp(join(tmpdir(), "bailiwick left-")));
  await mkdir(join(parent, "default", "regions", "eastus", "postgres"), { recursive: true });
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  await rm(parent, { recursive: true });
});

const paths = () => pathsOf("default", parent);
const data = () => join(paths().region("eastus").folder, "postgres");
const run = async (words: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> => {
  const script = "process.stdout.write('ready'); setInterval(() => {}, 1000)";
  const child = spawn(process.execPath, ["-e", script, "--", ...words], { env: { ...process.env, ...env } });
  started.push(child);
  await once(child.stdout, "data");
  return child;
};
const pids = async (): Promise<readonly number[]> => (await leftoversOf(paths())).map(({ identity }) => identity.pid);

test("finds what the state names, if it is that process still", async () => {
  const [own, other] = [await run(), await run()];
  const service = (child: ChildProcess, startedAt: string | undefined) => ({
    name: "eastus-worker",
    state: "starting" as const,
    process: { pid: child.pid ?? 0, startedAt: startedAt ?? "" },
    log: "",
    restarts: 0,
  });
  await writeState(paths(), {
    name: "default",
    product: "flowguard",
    startedAt: "2026-11-01T00:00:00.000Z",
    pid: 1,
    regions: [],
    global: { url: "https://flowguard.localhost:8443" },
    tenants: [],
    services: [service(own, (await identify(own.pid ?? 0))?.startedAt), service(other, "another life")],
  });
  expect(await pids()).toEqual([own.pid]);
  const ended = once(own, "exit");
  expect(await stopLeftovers(paths())).toEqual(["eastus-worker"]);
  await ended;
  expect(await pids()).toEqual([]);
  expect(other.exitCode ?? other.signalCode).toBeNull();
});

test("finds a server by its own file, and no stranger that has its number now", async () => {
  const [server, stranger] = [await run(["-D", data()]), await run()];
  await writeFile(join(data(), "postmaster.pid"), `${stranger.pid}\n${data()}\n`);
  expect(await pids()).toEqual([]);
  await writeFile(join(data(), "postmaster.pid"), `${server.pid}\n${data()}\n`);
  expect(await pids()).toEqual([server.pid]);
});

describe.runIf(process.platform === "linux")("where the system shows environments", () => {
  test("finds what nobody has written down, of this platform alone", async () => {
    const mine = await run([], { [platformMark]: paths().root });
    await run([], { [platformMark]: `${paths().root}-2` });
    await run();
    expect(await pids()).toEqual([mine.pid]);
    const ended = once(mine, "exit");
    await stopLeftovers(paths());
    expect(await ended).toEqual([null, "SIGTERM"]);
  });
});
