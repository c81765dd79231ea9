import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandFailure } from "@bailiwick/core-api/cli/failure";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeLock } from "../folder/lock.ts";
import { pathsOf } from "../folder/paths.ts";
import { writeState } from "../folder/state.ts";
import { chooseRunning } from "./choose-running.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "bailiwick-running-"));
});
afterEach(() => rm(parent, { recursive: true }));

const make = async (name: string, how?: { readonly readyAt?: string }): Promise<void> => {
  const paths = pathsOf(name, parent);
  await mkdir(paths.root);
  await writeFile(paths.instance, '{"product":"flowguard"}');
  if (how === undefined) return;
  await takeLock(paths.lock);
  await writeState(paths, {
    name,
    product: "flowguard",
    startedAt: "2026-11-01T00:00:00.000Z",
    ...how,
    pid: process.pid,
    regions: [],
    global: { url: "https://flowguard.localhost:8443" },
    tenants: [],
    services: [],
  });
};
const factsOf = async (name?: string): Promise<object> => {
  const error: unknown = await chooseRunning(name, "list", parent).catch((thrown: unknown) => thrown);
  if (error instanceof CommandFailure) return error.facts;
  throw new Error(`it chose ${String(error)}`);
};
const readyAt = "2026-11-01T00:00:10.000Z";

test("the one that runs is meant, not the default one that is stopped", async () => {
  await make("default");
  await make("flow8", { readyAt });
  expect(await chooseRunning(undefined, "list", parent)).toBe(join(parent, "flow8"));
});

test("one that does not run is said, with its own start", async () => {
  await make("default");
  await make("flow8");
  expect(await factsOf("flow8")).toMatchObject({
    code: "not-running",
    message: 'The local platform "flow8" does not run.',
    suggestion: "Start it: npm start -- --name flow8",
  });
});

test("one that is not ready yet is said to be started", async () => {
  await make("default", {});
  expect(await factsOf()).toMatchObject({ code: "not-running", suggestion: "Wait until it is ready: npm run status" });
});

test("no such platform, or too many, is wrong use", async () => {
  expect(await factsOf()).toMatchObject({ code: "none", status: 2 });
  await make("default", { readyAt });
  await make("flow8", { readyAt });
  expect(await factsOf("nope")).toMatchObject({ code: "none", status: 2, message: expect.stringContaining("flow8") });
  expect(await factsOf()).toMatchObject({
    code: "name-needed",
    suggestion: "Say which: npm run bailiwick -- tenant list --name default",
  });
});
