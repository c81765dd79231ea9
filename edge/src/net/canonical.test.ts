import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCanonicalTarget, maxTargetLength } from "./canonical.ts";

describe("isCanonicalTarget", () => {
  it.each([
    "/",
    "/api/v1/flows",
    "/api/v1/flows/",
    "/api/v1/flows?limit=20&cursor=a%2Fb%3D",
    "/?",
    "/.well-known/pins",
    "/a/.../b",
    "/a;v=1/b",
    "/caf%C3%A9/%20/%25",
    "/x?url=https://a.example/../b//c",
    "/x?filter[name]={a}|b^`",
  ])("takes %s", (target) => {
    expect(isCanonicalTarget(target)).toBe(true);
  });

  it.each([
    ["nothing", ""],
    ["an asterisk", "*"],
    ["an absolute form", "http://a.example/x"],
    ["a dot segment", "/public/../admin"],
    ["a single dot", "/a/./b"],
    ["a dot segment at the end", "/public/.."],
    ["a dot segment before a query", "/public/..?x=1"],
    ["an escaped dot", "/public/%2e%2e/admin"],
    ["a half escaped dot segment", "/public/.%2E/admin"],
    ["an escaped slash", "/public%2fadmin"],
    ["an escaped backslash", "/public%5Cadmin"],
    ["a backslash", "/public\\..\\admin"],
    ["a backslash in the query", "/x?a=\\b"],
    ["an empty segment", "//evil.example/x"],
    ["an empty segment inside", "/a//b"],
    ["parameters on a dot segment", "/public/..;x=y/admin"],
    ["an escaped NUL", "/a%00b"],
    ["an escaped NUL in the query", "/a?b=%00"],
    ["an escaped line feed", "/a%0Ab"],
    ["a raw control", "/a\u0001b"],
    ["a space", "/a b"],
    ["a fragment", "/a#b"],
    ["an escaped letter", "/%61pi"],
    ["an escaped digit", "/api/v%31"],
    ["an escaped tilde", "/%7Euser"],
    ["half an escape", "/a%2"],
    ["no escape", "/a%zz"],
    ["a byte UTF-8 has not", "/a%C0%AE"],
    ["a raw character beyond ASCII", "/caf\u00e9"],
    ["a full-width dot", "/\uff0e\uff0e/admin"],
    ["a double escape that a second decoder would see", "/public/%252e%252e/admin"],
  ])("refuses %s", (_what, target) => {
    expect(isCanonicalTarget(target)).toBe(false);
  });

  it("refuses a target that is too long", () => {
    expect(isCanonicalTarget(`/${"a".repeat(maxTargetLength - 1)}`)).toBe(true);
    expect(isCanonicalTarget(`/${"a".repeat(maxTargetLength)}`)).toBe(false);
  });

  it("takes only paths that a URL parser leaves as they are", () => {
    const piece = fc.constantFrom(
      "/",
      ".",
      "..",
      "%2e",
      "%2E",
      "%2f",
      "%5c",
      "\\",
      ";",
      "a",
      "api",
      "%00",
      "%41",
      "%C3%A9",
      "?",
      "~",
      "//",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const target = `/${pieces.join("")}`;
        if (!isCanonicalTarget(target)) return;
        const { pathname, search, href } = new URL(target, "https://a.example");
        const query = target.indexOf("?");
        const path = query === -1 ? target : target.slice(0, query);
        expect(pathname).toBe(path);
        expect(href).toBe(`https://a.example${target}`);
        expect(search.replace(/^\?$/, "")).toBe(target.slice(path.length).replace(/^\?$/, ""));
        // Decoding twice reveals no segment that was not there.
        const decoded = decodeURIComponent(path);
        expect(decoded.split("/").length).toBe(path.split("/").length);
        expect(decoded).not.toMatch(/\/\.{1,2}(\/|;|$)|\\|\0/);
      }),
      { numRuns: 2000 },
    );
  });

  it("judges hostile repetition in linear time", () => {
    const started = Date.now();
    for (const unit of ["/a", "%20", ";", "..;", "/.a"]) {
      isCanonicalTarget(`/${unit.repeat(2000)}"`);
    }
    expect(Date.now() - started).toBeLessThan(200);
  });
});
