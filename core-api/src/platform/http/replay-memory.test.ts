import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createReplayMemory } from "./replay-memory.ts";

const memoryAt = (capacity = 1000) => {
  const clock = { now: 0 };
  return { clock, memory: createReplayMemory({ seconds: 60, capacity, now: () => clock.now }) };
};

test("an id is seen for the whole period, wherever in a generation it came", () => {
  for (const start of [0, 0.5, 30, 59.9]) {
    const { clock, memory } = memoryAt();
    memory.note("first");
    clock.now = start;
    const id = `id at ${start}`;
    expect(memory.note(id)).toBe("new");
    for (const later of [0, 1, 30, 59.9, 60]) {
      clock.now = start + later;
      expect([start, later, memory.note(id)]).toEqual([start, later, "seen"]);
    }
  }
});

test("it is forgotten at last, so that memory stays bounded", () => {
  const { clock, memory } = memoryAt();
  memory.note("old");
  clock.now = 61;
  memory.note("newer");
  clock.now = 122;
  expect(memory.note("old")).toBe("new");
  clock.now = 10_000;
  expect(memory.note("newer")).toBe("new");
});

test("a pause of two periods leaves nothing behind", () => {
  const { clock, memory } = memoryAt(2);
  memory.note("a");
  clock.now = 500;
  expect([memory.note("a"), memory.note("b"), memory.note("c")]).toEqual(["new", "new", "full"]);
});

test("a full memory says so and forgets nothing", () => {
  const { clock, memory } = memoryAt(3);
  expect(["a", "b", "c", "d"].map((id) => memory.note(id))).toEqual(["new", "new", "new", "full"]);
  expect(["a", "b", "c", "d"].map((id) => memory.note(id))).toEqual(["seen", "seen", "seen", "full"]);
  clock.now = 60;
  expect(["a", "d", "b"].map((id) => memory.note(id))).toEqual(["seen", "new", "seen"]);
});

test("different ids are never taken for each other", () => {
  const { memory } = memoryAt(400_000);
  let wrong = 0;
  for (let at = 0; at < 200_000; at++) {
    if (memory.note(randomUUID()) !== "new") wrong++;
    if (memory.note(`request-${at}`) !== "new") wrong++;
  }
  expect(wrong).toBe(0);
  expect(memory.note("request-199999")).toBe("seen");
});
