import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createKeyTable } from "./store.ts";

describe("createKeyTable", () => {
  it("keeps what it was told", () => {
    const table = createKeyTable(10);
    expect(table.get("a")).toBe(0);
    table.set("a", 5000, 1000);
    expect(table.get("a")).toBe(5000);
  });

  it("never forgets a live key, however many are made up", () => {
    const table = createKeyTable(100);
    table.set("victim", 1_000_000, 0);
    for (let at = 0; at < 10_000; at++) table.set(`made-up-${at}`, 1_000_000, 10);
    expect(table.get("victim")).toBe(1_000_000);
    expect(table.size).toBeLessThanOrEqual(100);
  });

  it("gives all new keys one state together once it is full", () => {
    const table = createKeyTable(2);
    table.set("a", 1000, 0);
    table.set("b", 1000, 0);
    table.set("c", 700, 0);
    expect(table.get("d")).toBe(700);
    table.set("d", 900, 0);
    expect(table.get("e")).toBe(900);
    expect(table.get("a")).toBe(1000);
  });

  it("makes room as entries pass", () => {
    const table = createKeyTable(3);
    for (const key of ["a", "b", "c"]) table.set(key, 100, 0);
    table.set("d", 500, 200);
    expect(table.get("d")).toBe(500);
    expect(table.size).toBeLessThanOrEqual(3);
  });

  it("never holds more than it may and never less for a key than a live entry says", () => {
    const operations = fc.array(
      fc.record({ key: fc.integer({ min: 0, max: 30 }), life: fc.integer({ min: 1, max: 50 }) }),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(operations, (steps) => {
        const table = createKeyTable(8);
        const truth = new Map<string, number>();
        let now = 0;
        for (const { key, life } of steps) {
          now += 3;
          const name = String(key);
          // As the limiter does it: the new state grows from the one that is read.
          const tat = Math.max(table.get(name), now) + life;
          table.set(name, tat, now);
          truth.set(name, Math.max(truth.get(name) ?? 0, now) + life);
          expect(table.size).toBeLessThanOrEqual(8);
          for (const [other, least] of truth) {
            if (least > now)
              expect(Math.max(table.get(other), now)).toBeGreaterThanOrEqual(Math.min(least, now + life));
          }
        }
      }),
    );
  });
});
