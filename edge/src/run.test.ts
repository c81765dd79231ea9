import { describe, expect, it } from "vitest";
import { registry } from "../test/support/steps.ts";
import { answer, next, refuse, type Step } from "./decision.ts";
import { problemText } from "./problem.ts";
import { run } from "./run.ts";

const config = {
  registry,
  names: { regionEndpointHeader: "X-Edge-Region-Endpoint", sessionCookie: "c" },
  hsts: { maxAgeSeconds: 1, includeSubDomains: true, preload: true },
};
const ask = async (...steps: Step[]) => {
  const edge = run(config as Parameters<typeof run>[0], steps);
  return edge(new Request("https://acme.europe.edge.example/"), { waitUntil: () => {} });
};
const refusing = refuse(problemText("forbidden"));
const answering: Step = () => answer(new Response("ok"));

describe("run", () => {
  it("asks the steps in order until one ends the request", async () => {
    const asked: string[] = [];
    const step =
      (name: string, decision: ReturnType<Step>): Step =>
      () => {
        asked.push(name);
        return decision;
      };
    const response = await ask(step("a", next), step("b", Promise.resolve(next)), step("c", refusing), step("d", next));
    expect(response.status).toBe(403);
    expect(asked).toEqual(["a", "b", "c"]);
  });

  it("answers without a promise where no step needs one", () => {
    const edge = run(config as Parameters<typeof run>[0], [() => refusing]);
    expect(edge(new Request("https://a.example/"), { waitUntil: () => {} })).toBeInstanceOf(Response);
  });

  it.each([
    [
      "at once",
      () => {
        throw new Error("secret detail");
      },
    ],
    ["later", () => Promise.reject(new Error("secret detail"))],
  ] as [string, Step][])("says nothing of a step that fails %s", async (_when, broken) => {
    const response = await ask(broken, answering);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });

  it("has found nothing when no step ends the request", async () => {
    expect((await ask(() => next)).status).toBe(404);
  });

  it("writes HSTS as configured", async () => {
    const secure: Step = (_request, facts) => {
      facts.secure = true;
      return refusing;
    };
    expect((await ask(secure)).headers.get("strict-transport-security")).toBe("max-age=1; includeSubDomains; preload");
  });
});
