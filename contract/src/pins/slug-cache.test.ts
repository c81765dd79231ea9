import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSlugCache } from "./slug-cache.ts";

describe("slug cache", () => {
  it("keeps what is asked for and drops what was asked for once", () => {
    const cache = createSlugCache<number>(4);
    cache.set("used", 1);
    for (let at = 0; at < 100; at++) {
      cache.set(`scan${at}`, at);
      expect(cache.get("used")).toBe(1);
    }
    expect(cache.get("scan0")).toBeUndefined();
  });

  it("replaces a value without dropping another", () => {
    const cache = createSlugCache<number>(2);
    cache.set("a", 1);
    cache.set("b", 2);
    cache.set("b", 3);
    expect([cache.get("a"), cache.get("b")]).toEqual([1, 3]);
  });

  it("makes room when everything is in use, without going through all of it", () => {
    const cache = createSlugCache<number>(20);
    for (let at = 0; at < 20; at++) {
      cache.set(`s${at}`, at);
      cache.get(`s${at}`);
    }
    cache.set("new", 1);
    expect(cache.get("new")).toBe(1);
    const dropped = Array.from({ length: 20 }, (_, at) => `s${at}`).filter((slug) => cache.get(slug) === undefined);
    expect(dropped).toEqual(["s8"]);
  });

  it("holds no more than its size and never a wrong value", () => {
    const step = fc.record({ slug: fc.integer({ min: 0, max: 30 }), write: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 200 }), (size, steps) => {
        const cache = createSlugCache<number>(size);
        const written = new Map<string, number>();
        steps.forEach(({ slug, write }, at) => {
          const name = `s${slug}`;
          if (write) {
            cache.set(name, at);
            written.set(name, at);
            expect(cache.get(name)).toBe(at);
          } else {
            expect([undefined, written.get(name)]).toContain(cache.get(name));
          }
        });
        const held = Array.from({ length: 31 }, (_, slug) => cache.get(`s${slug}`)).filter(
          (value) => value !== undefined,
        );
        expect(held.length).toBeLessThanOrEqual(size);
      }),
    );
  });
});
