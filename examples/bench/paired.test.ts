import { expect, test } from "vitest";
import { type Contender, compare } from "./paired.ts";

const scripted = (name: string, rates: readonly number[], log: string[] = []): Contender => {
  let at = 0;
  return {
    name,
    async slice() {
      log.push(name);
      return { rate: rates[at++ % rates.length] ?? 0, cpuMicros: 10 };
    },
  };
};

test("ratios are taken between neighbours, so a drift that hits both cancels out", async () => {
  const drift = [100, 100, 50, 25, 10];
  const [result] = await compare(
    scripted("base", drift),
    [
      scripted(
        "half",
        drift.map((rate) => rate / 2),
      ),
    ],
    4,
    () => {},
  );
  expect(result?.ratio).toEqual({ lower: 0.5, median: 0.5, upper: 0.5 });
  expect(result?.cpuRatio?.median).toBe(1);
});

test("the order within a pair alternates, after one warm-up slice each", async () => {
  const log: string[] = [];
  await compare(scripted("a", [1], log), [scripted("b", [1], log)], 2, () => {});
  expect(log).toEqual(["a", "b", "a", "b", "b", "a"]);
});
