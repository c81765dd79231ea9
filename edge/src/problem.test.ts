import { problemDocument } from "@bailiwick/contract/problem";
import fc from "fast-check";
import { expect, it } from "vitest";
import { problemText, tenantMark } from "./problem.ts";

it("renders what the contract's builder would say", () => {
  const members = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,8}$/),
    fc.oneof(fc.string(), fc.integer(), fc.array(fc.string())),
  );
  fc.assert(
    fc.property(fc.uuid(), fc.option(fc.string(), { nil: undefined }), members, (id, detail, extensions) => {
      fc.pre(!JSON.stringify([detail, extensions]).includes("\\u000"));
      const text = problemText("not-found", detail, extensions);
      expect(JSON.parse(text.render(id, "acme"))).toEqual(
        JSON.parse(JSON.stringify(problemDocument("not-found", id, detail, extensions))),
      );
      expect(text.status).toBe(404);
    }),
  );
});

it("fills in the tenant wherever it is marked", () => {
  const text = problemText("wrong-region", undefined, {
    endpoint: `https://${tenantMark}.a.example`,
    other: tenantMark,
  });
  expect(JSON.parse(text.render("id", "acme"))).toMatchObject({
    endpoint: "https://acme.a.example",
    other: "acme",
    instance: "id",
  });
});
