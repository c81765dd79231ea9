import { describe, expect, it } from "vitest";
import { factsWith, registry, request } from "../../../test/support/steps.ts";
import { createCors } from "../../cors.ts";
import { preflight } from "./index.ts";

const step = preflight(createCors(registry));
const from = async (origin: string) => {
  const headers = { origin, "access-control-request-method": "POST" };
  const decision = await step(request({ method: "OPTIONS", headers }), factsWith({ preflight: true }));
  if (decision.kind !== "answer") throw new TypeError("no answer");
  return decision.response;
};

describe("preflight", () => {
  it("grants pages of the product what they ask", async () => {
    const { status, headers } = await from("https://acme.america.edge.example");
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-methods")).toContain("DELETE");
    expect(headers.get("access-control-allow-headers")).toContain("authorization");
  });

  it.each([
    "https://evil.example",
    "https://globex.europe.edge.example",
    "null",
    "http://acme.europe.edge.example",
  ])("grants a page of %s nothing, so that a stolen key cannot be used from inside an allowed network", async (origin) => {
    const { status, headers } = await from(origin);
    expect(status).toBe(204);
    expect([...headers.keys()]).toEqual([]);
  });

  it("concerns preflights only", () => {
    expect(step(request(), factsWith())).toEqual({ kind: "continue" });
  });
});
