import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readState, type State } from "../folder/state.ts";
import { keepState } from "./keep-state.ts";

let folder: string;
let state: string;
let services: State["services"];
let change: (() => Promise<void>) | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bailiwick-state-"));
  state = join(folder, "state.json");
  services = [];
});
afterEach(() => rm(folder, { recursive: true }));

const keep = () =>
  keepState({
    paths: { state },
    everyMs: 20,
    supervisor: {
      onChange: (listener) => {
        change = listener;
      },
    },
    describe: (readyAt) => ({
      name: "default",
      product: "flowguard",
      startedAt: "2026-11-01T00:00:00.000Z",
      readyAt: readyAt?.toISOString(),
      pid: process.pid,
      regions: [],
      global: { url: "https://flowguard.localhost:8443" },
      tenants: [],
      services,
    }),
  });
const service = { name: "eastus-postgres", state: "starting", log: "", restarts: 0 } as const;

test("is there before the first process, and follows what starts", async () => {
  const keeping = await keep();
  expect(await readState({ state })).toMatchObject({ services: [] });
  services = [{ ...service, process: { pid: 7, startedAt: "1" } }];
  await change?.();
  expect(await readState({ state })).toMatchObject({ services: [{ process: { pid: 7 } }] });
  expect((await readState({ state }))?.readyAt).toBeUndefined();
  await keeping.ready();
  expect((await readState({ state }))?.readyAt).toBeDefined();
  await keeping.stop();
});

test.each(["damaged", "removed"])("is written anew when it was %s, until it has stopped", async (how) => {
  const keeping = await keep();
  const spoil = (): Promise<void> => (how === "removed" ? rm(state) : writeFile(state, '{"name":'));
  await spoil();
  await vi.waitFor(async () => expect(await readState({ state })).toBeDefined(), 20_000);
  await keeping.stop();
  await writeFile(state, "left");
  await change?.();
  expect(await readFile(state, "utf8")).toBe("left");
});

test("a file that cannot be read is as none: it holds nothing that is not written anew", async () => {
  await writeFile(state, '{"name":');
  expect(await readState({ state })).toBeUndefined();
});
