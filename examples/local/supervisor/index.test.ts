import { writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LocalFailure } from "../failure.ts";
import { isRunning } from "../process/identity.ts";
import { createSupervisor, type Service, type Supervisor } from "./index.ts";

let folder: string;
let said: string[];
let gaveUp: unknown[];
let supervisor: Supervisor;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bailiwick-supervisor-"));
  said = [];
  gaveUp = [];
  supervisor = createSupervisor({
    logs: join(folder, "logs"),
    lock: join(folder, "lock"),
    folder,
    say: (sentence) => said.push(sentence),
    giveUp: (reason) => gaveUp.push(reason),
  });
});
afterEach(async () => {
  await supervisor.stop();
  await rm(folder, { recursive: true, force: true });
});

const shell = (name: string, script: string, more: Partial<Service> = {}): Service => ({
  name,
  rank: 1,
  prepare: async () => ({
    command: "/bin/sh",
    args: ["-c", script],
    env: { PATH: process.env.PATH ?? "" },
    cwd: folder,
  }),
  probe: async () => undefined,
  ...more,
});
const pidOf = (name: string): number => supervisor.services.find((one) => one.name === name)?.process?.pid ?? 0;
const written = (): Promise<string> => readFile(join(folder, "order"), "utf8").catch(() => "");

test("a service is ready when its probe says so, and not before", async () => {
  const service = shell("slow", "sleep 0.3; touch ready; exec sleep 60", {
    probe: () => readFile(join(folder, "ready")),
  });
  expect(await supervisor.start(service)).toBeGreaterThan(280);
  expect(supervisor.services).toMatchObject([{ name: "slow", state: "ready", restarts: 0 }]);
});

test("a service that is killed is started again, and that is said", async () => {
  await supervisor.start(shell("steady", "exec sleep 60"));
  const before = pidOf("steady");
  process.kill(before, "SIGKILL");
  await vi.waitFor(() => expect(said.join("\n")).toContain("steady is back"), 30_000);
  expect(said[0]).toBe("steady ended (SIGKILL); starting it again in 0.1 s.");
  expect(pidOf("steady")).not.toBe(before);
  expect(supervisor.services).toMatchObject([{ state: "ready", restarts: 1 }]);
  expect(gaveUp).toEqual([]);
});

test("a service that was ready and cannot be kept running is given up with the end of its log", async () => {
  // Ready as long as the flag is not there; every later life ends at once.
  await supervisor.start(shell("fragile", "[ -e flag ] && { echo it is broken; exit 7; }; touch flag; exec sleep 0.2"));
  await vi.waitFor(() => expect(gaveUp).toHaveLength(1), { timeout: 60_000, interval: 50 });
  expect(gaveUp[0]).toBeInstanceOf(LocalFailure);
  expect(gaveUp[0]).toMatchObject({ code: "service-failed", detail: expect.stringContaining("it is broken") });
  expect(supervisor.services).toMatchObject([{ state: "failed" }]);
}, 90_000);

test("a service that was never ready is tried three times", async () => {
  const service = shell("hopeless", "echo x >> order; exit 1", { probe: () => Promise.reject(new Error("no")) });
  await expect(supervisor.start(service)).rejects.toThrow("hopeless does not stay up (status 1).");
  expect(await written()).toBe("x\nx\nx\n");
});

test("a process that says it is misconfigured is not started again, and its own words are the message", async () => {
  const script = 'echo \'{"level":"info"}\'; echo "BAILIWICK_REGION is not set." >&2; echo x >> order; exit 2';
  const service = shell("misconfigured", script, { probe: () => Promise.reject(new Error("no")) });
  await expect(supervisor.start(service)).rejects.toThrow("BAILIWICK_REGION is not set.");
  expect(await written()).toBe("x\n");
});

test("a program that is not there is a failure, not a crash", async () => {
  const service = shell("missing", "", {
    prepare: async () => ({ command: join(folder, "nothing"), args: [], env: {}, cwd: folder }),
  });
  await expect(supervisor.start(service)).rejects.toThrow("does not stay up");
});

test("everything is stopped rank by rank, and what does not listen is killed", async () => {
  const noting = (name: string, rank: 1 | 2 | 3): Service =>
    shell(name, `trap 'echo ${name} >> order; exit 0' TERM; touch ${name}; while :; do sleep 0.05; done`, {
      rank,
      probe: () => readFile(join(folder, name)),
    });
  await Promise.all([noting("store", 1), noting("api", 2), noting("edge", 3)].map((one) => supervisor.start(one)));
  const processes = supervisor.services.map((one) => one.process);
  await supervisor.stop();
  expect(await written()).toBe("edge\napi\nstore\n");
  for (const one of processes) expect(one === undefined || (await isRunning(one))).toBe(false);
  await expect(supervisor.start(noting("late", 1))).rejects.toThrow("being stopped");
});

test("what an earlier life has left is waited for, however often that is looked at", async () => {
  let tries = 0;
  const service = shell("patient", "[ -e free ] || { echo still in use; exit 1; }; touch ready; exec sleep 60", {
    probe: () => readFile(join(folder, "ready")),
    diagnose(tail) {
      if (!tail.includes("still in use")) return undefined;
      tries += 1;
      if (tries === 5) writeFileSync(join(folder, "free"), "");
      return { message: "It is still in use.", suggestion: "Wait.", passing: true };
    },
  });
  await supervisor.start(service);
  expect(supervisor.services).toMatchObject([{ state: "ready", restarts: 0 }]);
});

test("why it does not start is read from its present life, not from an earlier one", async () => {
  const diagnose = (tail: string) =>
    tail.includes("FATAL") ? { message: `It said ${tail}.`, suggestion: "Mend it." } : undefined;
  const probe = () => Promise.reject(new Error("no"));
  await expect(supervisor.start(shell("same", "echo FATAL first; exit 2", { probe, diagnose }))).rejects.toThrow(
    "It said FATAL first.",
  );
  await expect(supervisor.start(shell("same", "echo second; exit 2", { probe, diagnose }))).rejects.toThrow(/^second$/);
});

test("its processes carry the platform's mark", async () => {
  await supervisor.start(
    shell("marked", 'echo "$LOCAL_PLATFORM_FOLDER" > mark; exec sleep 60', {
      probe: () => readFile(join(folder, "mark")),
    }),
  );
  expect(await readFile(join(folder, "mark"), "utf8")).toBe(`${folder}\n`);
});

test("the listener hears of changes", async () => {
  let heard = 0;
  supervisor.onChange(async () => {
    heard += 1;
  });
  await supervisor.start(shell("any", "exec sleep 60"));
  await vi.waitFor(() => expect(heard).toBeGreaterThan(0), 20_000);
});
