import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTenantSlug, maxTenantSlugLength } from "./index.ts";

describe("tenant slug", () => {
  it.each([
    ["three characters, the shortest", "abc"],
    ["the longest", "a".repeat(maxTenantSlugLength)],
    ["digits behind the first letter", "a1b2"],
    ["a hyphen inside", "acme-bank"],
    ["several single hyphens", "a-b-c"],
    ["a digit at the end", "acme2"],
  ])("accepts %s", (_, slug) => {
    expect(isTenantSlug(slug)).toBe(true);
  });

  it.each([
    ["an empty one", ""],
    ["two characters", "ab"],
    ["one character too many", "a".repeat(maxTenantSlugLength + 1)],
    ["a digit in front", "1abc"],
    ["a hyphen in front", "-abc"],
    ["a hyphen at the end", "abc-"],
    ["an A-label", "xn--bcher-kva"],
    ["a double hyphen", "ab--c"],
    ["upper case", "Acme"],
    ["a dot", "a.bc"],
    ["an underscore", "a_bc"],
    ["a space", "a bc"],
    ["a line feed at the end", "abc\n"],
    ["a NUL", "abc\0"],
    ["a letter beyond ASCII", "bücher"],
    ["a Kelvin sign", "a\u212Ac"],
    ["the sign for no tenant", "-"],
  ])("refuses %s", (_, slug) => {
    expect(isTenantSlug(slug)).toBe(false);
  });

  it("is a DNS label that a URL keeps as it is", () => {
    const label = fc.stringMatching(/^[a-z0-9-]{1,42}$/);
    fc.assert(
      fc.property(label, (text) => {
        if (!isTenantSlug(text)) return;
        expect(new URL(`https://${text}.example`).hostname).toBe(`${text}.example`);
      }),
    );
  });
});
