import { readdirSync, readFileSync } from "node:fs";
import { type Product, parseProduct } from "@bailiwick/contract/product";
import { describe, expect, it } from "vitest";
import axonflow from "./axonflow/index.ts";
import { type Expectation, expectations } from "./expectations.ts";
import flow from "./flow/index.ts";
import flow8 from "./flow8/index.ts";
import flowguard from "./flowguard/index.ts";
import fluxi from "./fluxi/index.ts";
import { type Letter, makers, withoutValue } from "./promises.ts";

const products: Readonly<Record<Letter, Product>> = { F: flow, "8": flow8, X: fluxi, G: flowguard, A: axonflow };

const bound = (who: string): Letter[] => (Object.keys(products) as Letter[]).filter((letter) => who.includes(letter));

const rows = expectations.flatMap((expectation) =>
  bound(expectation.who).map((letter) => ({ ...expectation, letter, product: products[letter] })),
);

describe("profiles keep promises", () => {
  it.each(rows)("$id $letter $what", ({ product, of, is }) => {
    expect(of(product)).toEqual(is);
  });

  it("that are all looked at, for every product that makes them", () => {
    const seen = new Set(rows.map(({ id, letter }) => `${id} ${letter}`));
    const missed = Object.entries(makers)
      .filter(([id]) => !withoutValue.has(id))
      .flatMap(([id, who]) => bound(who).map((letter) => `${id} ${letter}`))
      .filter((pair) => !seen.has(pair));
    expect(missed).toEqual([]);
  });

  it("and expect nothing of a product that it did not promise", () => {
    expect(rows.filter(({ id, letter }) => !makers[id]?.includes(letter))).toEqual([]);
  });

  it.each(rows)("$id $letter $what would notice a change", ({ product, ...row }) => {
    expect(redChanges(product, row)).toBeGreaterThan(0);
  });
});

describe.each(Object.entries(products))("profile %s", (letter, product) => {
  const comments = commentsIn(new URL(`${product.id}/`, import.meta.url));

  it("is found under its id and passes the schema again", () => {
    expect(parseProduct(product)).toStrictEqual(product);
  });

  it("has two regions to run side by side", () => {
    expect(product.regions.length).toBeGreaterThanOrEqual(2);
  });

  it("names each promise it settles in a comment", () => {
    const settled = new Set(rows.filter((row) => row.letter === letter).map(({ id }) => id));
    expect([...settled].filter((id) => !comments.has(id))).toEqual([]);
  });

  it("names no promise that the product does not make", () => {
    expect([...comments].filter((id) => !makers[id]?.includes(letter))).toEqual([]);
  });
});

/** The promise ids in the comments of a folder's sources. */
function commentsIn(folder: URL): ReadonlySet<string> {
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
  const comments = sources.flatMap((source) => source.match(/\/\*\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm) ?? []);
  return new Set(comments.flatMap((comment) => comment.match(/(?<![\d.,])\d{1,2}\.\d{1,2}(?![\d.]*\d)/g) ?? []));
}

/** Counts the single changes of a profile that break the expectation. */
function redChanges(product: Product, { of, is }: Pick<Expectation, "of" | "is">): number {
  const copy = structuredClone(product);
  let red = 0;
  const attempt = (owner: Record<string, unknown>, key: string, value: unknown): void => {
    const kept = owner[key];
    owner[key] = value;
    if (!keeps(copy, of, is)) red++;
    owner[key] = kept;
  };
  const visit = (owner: Record<string, unknown>): void => {
    for (const [key, value] of Object.entries(owner)) {
      if (typeof value === "string") attempt(owner, key, `${value}-changed`);
      else if (typeof value === "number") attempt(owner, key, value + 1);
      else if (typeof value === "boolean") attempt(owner, key, !value);
      else {
        attempt(owner, key, Array.isArray(value) ? [] : {});
        visit(value as Record<string, unknown>);
      }
    }
  };
  visit(copy as unknown as Record<string, unknown>);
  return red;
}

function keeps(product: Product, of: Expectation["of"], is: unknown): boolean {
  try {
    expect(of(product)).toEqual(is);
    return true;
  } catch {
    return false;
  }
}
