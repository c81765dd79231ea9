import { afterEach, expect, test, vi } from "vitest";
import { ConnectionLost } from "./db/index.ts";
import { createLog } from "./log.ts";
import { onShutdown, type ShutdownStep } from "./shutdown.ts";

afterEach(() => {
  for (const signal of ["SIGTERM", "SIGINT"]) process.removeAllListeners(signal);
});

const stopped = async (steps: readonly ShutdownStep[]) => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({
    level: "info",
    service: "test",
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  });
  const exit = vi.fn();
  await onShutdown({ log, steps, exit })("SIGTERM");
  return { statuses: exit.mock.calls.flat(), records: lines.filter(({ level }) => level !== "info") };
};

const step = (name: string, run: () => unknown, seconds = 1): ShutdownStep => ({ name, seconds, run });
const never = (): Promise<void> => new Promise(() => undefined);

test("steps run one after the other, and the status is 0", async () => {
  const ran: string[] = [];
  const later = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    ran.push("first");
  };
  const { statuses, records } = await stopped([step("first", later), step("second", () => ran.push("second"))]);
  expect(ran).toEqual(["first", "second"]);
  expect([statuses, records]).toEqual([[0], []]);
});

test("what does not end in time is cut, named in one record, and keeps no other step from its turn", async () => {
  const cut = vi.fn();
  const last = vi.fn();
  const { statuses, records } = await stopped([
    { ...step("requests", never, 0.02), cut },
    step("connections", never, 0.02),
    step("keys", last),
  ]);
  expect([cut.mock.calls.length, last.mock.calls.length]).toEqual([1, 1]);
  expect(statuses).toEqual([0]);
  expect(records).toEqual([expect.objectContaining({ level: "warn", reason: "requests, connections" })]);
});

test("a connection that is gone is given up too", async () => {
  const { statuses, records } = await stopped([
    step("notifications", () => Promise.reject(new ConnectionLost("lost"))),
    step("jobs", () => Promise.reject(Object.assign(new Error("write"), { code: "CONNECTION_DESTROYED" }))),
  ]);
  expect(statuses).toEqual([0]);
  expect(records).toEqual([expect.objectContaining({ level: "warn", reason: "notifications, jobs" })]);
});

test("a step that fails otherwise is an error and a status of 1, and the next one runs all the same", async () => {
  const last = vi.fn();
  const fail = (): never => {
    throw new TypeError("a mistake");
  };
  const { statuses, records } = await stopped([step("keys", fail), step("connections", last)]);
  expect([statuses, last.mock.calls.length]).toEqual([[1], 1]);
  expect(records).toEqual([expect.objectContaining({ level: "error", step: "keys" })]);
});

test("a step that fails after it was given up ends nothing", async () => {
  let fail = (_error: Error): void => undefined;
  const { statuses } = await stopped([
    step("jobs", () => new Promise<void>((_resolve, reject) => (fail = reject)), 0.01),
  ]);
  fail(new Error("late"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(statuses).toEqual([0]);
});
