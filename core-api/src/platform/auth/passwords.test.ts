import { expect, test } from "vitest";
import { ProblemError } from "../http/problem-error.ts";
import { createPasswords, isTooLong } from "./passwords.ts";
import { Crowded, createSemaphore } from "./semaphore.ts";

const policy = { bcryptCost: 4, minLength: 12 };

test("a hash carries the profile's cost and opens for its password only", async () => {
  const passwords = createPasswords({ policy });
  const stored = await passwords.hash("correct horse battery");
  expect(stored).toMatch(/^\$2b\$04\$/);
  expect(await passwords.verify("correct horse battery", stored)).toBe(true);
  expect(await passwords.verify("correct horse batterY", stored)).toBe(false);
  expect(await passwords.verify("correct horse battery", null)).toBe(false);
  expect(await passwords.verify("correct horse battery", undefined)).toBe(false);
});

test("72 bytes are all that counts, so that longer is neither hashed nor accepted", async () => {
  const passwords = createPasswords({ policy });
  const longest = "ä".repeat(36);
  expect([isTooLong(longest), isTooLong(`${longest}x`)]).toEqual([false, true]);
  const stored = await passwords.hash(longest);
  expect(await passwords.verify(longest, stored)).toBe(true);
  expect(await passwords.verify(`${longest}x`, stored)).toBe(false);
  await expect(passwords.hash(`${longest}x`)).rejects.toThrow();
});

test("an unknown user takes as long as a known one", async () => {
  const passwords = createPasswords({ policy: { ...policy, bcryptCost: 9 } });
  const stored = await passwords.hash("correct horse battery");
  await passwords.verify("warm", null);
  const time = async (hash: string | null) => {
    const times: number[] = [];
    for (let at = 0; at < 9; at++) {
      const start = performance.now();
      await passwords.verify("wrong", hash);
      times.push(performance.now() - start);
    }
    return times.sort((x, y) => x - y)[2] ?? 0;
  };
  const [known, unknown] = [await time(stored), await time(null)];
  expect(unknown / known).toBeGreaterThan(0.5);
  expect(unknown / known).toBeLessThan(2);
});

test("a full line is told to come back, at once", async () => {
  const passwords = createPasswords({ policy: { ...policy, bcryptCost: 9 }, concurrency: 1, maxWaiting: 2 });
  const stored = "$2b$09$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";
  await passwords.verify("warm", null);
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => passwords.verify("x", stored)));
  const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(refused).toHaveLength(3);
  expect(refused[0]).toBeInstanceOf(ProblemError);
  expect(refused[0]).toMatchObject({ problem: "reduced-capacity", details: { headers: { "retry-after": "5" } } });
  expect(passwords.load).toEqual({ active: 0, waiting: 0 });
});

test("the semaphore keeps its limit and its order, and survives failures", async () => {
  const semaphore = createSemaphore({ limit: 2, maxWaiting: 100 });
  let active = 0;
  let most = 0;
  const order: number[] = [];
  const work = (at: number) =>
    semaphore.run(async () => {
      active++;
      most = Math.max(most, active);
      order.push(at);
      await new Promise((resolve) => setImmediate(resolve));
      active--;
      if (at % 3 === 0) throw new Error("failed");
    });
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, at) => work(at)));
  expect(most).toBe(2);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(7);
  expect([semaphore.active, semaphore.waiting]).toEqual([0, 0]);
});

test("whoever comes while a place is being handed on does not slip in", async () => {
  const semaphore = createSemaphore({ limit: 1, maxWaiting: 1 });
  let open = (): void => undefined;
  const first = semaphore.run(() => new Promise<void>((resolve) => (open = resolve)));
  const second = semaphore.run(async () => "second");
  await expect(semaphore.run(async () => "third")).rejects.toThrow(Crowded);
  open();
  await first;
  expect(await second).toBe("second");
});
