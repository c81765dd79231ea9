import { describe, expect, it } from "vitest";
import { rules } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { type Draft, sampleProduct } from "./sample-product.ts";
import { changed, sentencesFor } from "./sentences.ts";

/** A change that breaks one rule, and what the author then reads. */
export interface RuleCase {
  readonly rule: Rule;
  readonly change: (draft: Draft) => unknown;
  readonly sentence: string;
}

/** Checks a module of rules: each is in force, each has an example that breaks it and nothing else. */
export const describeRules = (
  concept: string,
  module: Readonly<Record<string, Rule>>,
  cases: readonly RuleCase[],
): void => {
  describe(`rules about ${concept}`, () => {
    it("leave the sample alone", () => {
      expect(sentencesFor(sampleProduct())).toEqual([]);
    });

    it.each(Object.entries(module))("%s is in force and has an example that breaks it", (_, rule) => {
      expect(rules).toContain(rule);
      expect(cases.map((one) => one.rule)).toContain(rule);
    });

    it.each(cases)("$sentence", ({ change, sentence }) => {
      expect(sentencesFor(changed(change))).toEqual([sentence]);
    });
  });
};
