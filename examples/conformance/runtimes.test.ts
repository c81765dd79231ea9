import { runConformance } from "@bailiwick/contract/conformance";
import { describe, expect, it } from "vitest";
import { bundle } from "./bundle.ts";
import { chromiumPath, conformanceInChromium, hasChromium } from "./chromium.ts";
import { conformanceInWorkerd } from "./workerd.ts";

const required = process.env.REQUIRE_TOOLS === "1";
const skipped = !hasChromium() && !required;
if (skipped) console.log(`no browser at ${chromiumPath()}: conformance in Chromium is not tested`);

describe("the contract gives the same text as on Node", () => {
  it("in workerd", { timeout: 60_000 }, async () => {
    expect(await conformanceInWorkerd()).toStrictEqual(await runConformance());
  });

  it.skipIf(skipped)("in Chromium", { timeout: 60_000 }, async () => {
    expect(await conformanceInChromium()).toStrictEqual(await runConformance());
  });

  it("and every vector passes on Node", async () => {
    const results = await runConformance();
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    expect(results.length).toBeGreaterThan(20);
  });
});

it("the bundle needs nothing of Node", async () => {
  expect(await bundle("worker-entry.ts")).not.toMatch(/node:|\brequire\(|\bprocess\.|\bBuffer\b/);
});
