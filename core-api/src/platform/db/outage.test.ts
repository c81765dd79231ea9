import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConnectionLost } from "./errors.ts";
import { type Turn, type Turns, turnsAt } from "./outage.ts";

let turns: Turns;
let port = 1;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  turns = turnsAt({ host: "db.example", port: port++ });
});
afterEach(() => void vi.useRealTimers());

const away = new Error("ECONNREFUSED db.example");
const settled = async <T>(promise: Promise<T>): Promise<T | "waits"> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  return Promise.race([promise, Promise.resolve("waits" as const)]);
};
const fail = async (): Promise<void> => (await turns.next()).failed(away);

test("while the server answers nobody waits for anybody", async () => {
  const three = await Promise.all([turns.next(), turns.next(), turns.next()]);
  for (const turn of three) turn.answered();
  expect(three).toHaveLength(3);
});

test("after a failure one tries after a pause, and all who wait share how it went", async () => {
  await fail();
  const waiting = [turns.next(), turns.next(), turns.next()];
  await vi.advanceTimersByTimeAsync(10);
  for (const one of waiting) expect(await settled(one)).toBe("waits");
  await vi.advanceTimersByTimeAsync(10);
  const [probe, second, third] = waiting as [Promise<Turn>, Promise<Turn>, Promise<Turn>];
  const trying = await probe;
  expect([await settled(second), await settled(third)]).toEqual(["waits", "waits"]);
  trying.failed(away);
  for (const one of [second, third]) await expect(one).rejects.toThrow(ConnectionLost);
  await expect(third).rejects.toThrow("cannot be used: ECONNREFUSED db.example");
});

test("when the one that tries is answered, the others go on", async () => {
  await fail();
  const [probe, second] = [turns.next(), turns.next()];
  await vi.advanceTimersByTimeAsync(20);
  (await probe).answered();
  (await second).answered();
  expect(await settled(turns.next())).not.toBe("waits");
});

test("one that gave up leaves its turn to the next", async () => {
  await fail();
  const [probe, second] = [turns.next(), turns.next()];
  await vi.advanceTimersByTimeAsync(20);
  (await probe).abandoned();
  expect(await settled(second)).not.toBe("waits");
});

test("in a long outage a second lies between two attempts, and who comes in it is told at once", async () => {
  await fail();
  for (let tries = 0; tries < 60; tries += 1) {
    await vi.advanceTimersByTimeAsync(250);
    await turns.next().then(
      (turn) => turn.failed(away),
      () => undefined,
    );
  }
  let attempts = 0;
  for (let moment = 0; moment < 1_000; moment += 1) {
    await vi.advanceTimersByTimeAsync(10);
    await turns.next().then(
      (turn) => {
        attempts += 1;
        turn.failed(away);
      },
      (error: unknown) => expect(error).toBeInstanceOf(ConnectionLost),
    );
  }
  expect(attempts).toBeGreaterThanOrEqual(9);
  expect(attempts).toBeLessThanOrEqual(10);
});
