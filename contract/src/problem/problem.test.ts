import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ProblemName,
  problemContentType,
  problemDocument,
  problemResponseHeaders,
  problemTypes,
} from "./index.ts";

const names = Object.keys(problemTypes) as ProblemName[];
const registered = ["type", "title", "status", "detail", "instance"] as const;

describe("problem types", () => {
  it("are unique", () => {
    expect(new Set(names.map((name) => problemTypes[name].type)).size).toBe(names.length);
  });

  it.each(names)("%s is an absolute URI, an error status and a sentence without input", (name) => {
    const { type, status, title } = problemTypes[name];
    expect(URL.canParse(type)).toBe(true);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).toMatch(/^[A-Z][^.{}$]+$/);
  });

  it("of our own are named after their key", () => {
    for (const name of names) {
      const { type } = problemTypes[name];
      if (!type.startsWith("https://iana.org/assignments/http-problem-types#")) {
        expect(type).toBe(`urn:bailiwick:problem:${name}`);
      }
    }
  });

  it.each([
    ["wrong-region", 421],
    ["unknown-host", 421],
    ["untrusted-hop", 421],
    ["pins-unavailable", 503],
    ["tenant-frozen", 503],
    ["quota-exceeded", 429],
    ["reduced-capacity", 503],
    ["not-found", 404],
  ] as const)("%s keeps its status %i, on which clients branch", (name, status) => {
    expect(problemTypes[name].status).toBe(status);
  });
});

describe("problem document", () => {
  it("holds what was given and nothing else", () => {
    expect(problemDocument("wrong-region")).toStrictEqual({
      type: "urn:bailiwick:problem:wrong-region",
      title: "The tenant lives in another region",
      status: 421,
    });
    expect(
      problemDocument("wrong-region", "r-1", "Go there.", { region: "eu", endpoint: "https://a.eu.example" }),
    ).toEqual({
      type: "urn:bailiwick:problem:wrong-region",
      title: "The tenant lives in another region",
      status: 421,
      detail: "Go there.",
      instance: "r-1",
      region: "eu",
      endpoint: "https://a.eu.example",
    });
  });

  it("does not let an extension set or override a registered member", () => {
    const member = fc.constantFrom(...registered);
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.option(fc.string(), { nil: undefined }),
        fc.option(fc.string(), { nil: undefined }),
        fc.dictionary(fc.oneof(member, fc.string({ minLength: 1 })), fc.anything(), { noNullPrototype: true }),
        (name, instance, detail, extensions) => {
          const document = problemDocument(name, instance, detail, extensions);
          const { type, title, status } = problemTypes[name];
          expect(registered.map((key) => document[key])).toStrictEqual([type, title, status, detail, instance]);
        },
      ),
    );
  });

  it("is never cached", () => {
    expect(problemResponseHeaders).toStrictEqual({ "content-type": problemContentType, "cache-control": "no-store" });
  });
});
