import type { PinAnswer } from "@bailiwick/contract/pins";
import { describe, expect, it } from "vitest";
import { directoryOf, factsWith, idleRefresher, refusal, registry, request } from "../../../test/support/steps.ts";
import { pin } from "./index.ts";

const pinned = (region: string, state: "active" | "frozen" | "moved" | "suspended" = "active"): PinAnswer => ({
  kind: "pinned",
  region,
  state,
  epoch: 0,
});
const stepWith = (
  found: PinAnswer,
  options: { here?: string | undefined; cold?: boolean; onForce?: () => void } = {},
) =>
  pin({
    here: "here" in options ? options.here : "europe",
    registry,
    regionEndpointHeader: "X-Edge-Region-Endpoint",
    directory: directoryOf({ acme: found }, options.cold),
    refresher: idleRefresher(options.onForce),
  });

describe("pin", () => {
  it("lets a tenant of this region on, without waiting", () => {
    expect(stepWith(pinned("europe"))(request(), factsWith())).toEqual({ kind: "continue" });
  });

  it("lets a tenant on that nobody asked for before", async () => {
    expect(await stepWith(pinned("europe"), { cold: true })(request(), factsWith())).toEqual({ kind: "continue" });
  });

  it("names the endpoint of a tenant of another region in header and body, without waiting", async () => {
    const decision = stepWith(pinned("america"))(request(), factsWith());
    expect(decision).not.toBeInstanceOf(Promise);
    expect(await refusal(decision)).toEqual({
      status: 421,
      headers: { "x-edge-region-endpoint": "https://acme.america.edge.example" },
      problem: {
        type: "urn:bailiwick:problem:wrong-region",
        title: "The tenant lives in another region",
        status: 421,
        instance: "the-request-id",
        region: "america",
        endpoint: "https://acme.america.edge.example",
      },
    });
  });

  it("follows a tenant that moved", async () => {
    expect((await refusal(stepWith(pinned("america", "moved"))(request(), factsWith()))).status).toBe(421);
  });

  it("does not serve a tenant that is still on its way here", async () => {
    expect((await refusal(stepWith(pinned("europe", "moved"))(request(), factsWith()))).status).toBe(503);
  });

  it("sends a tenant of this region that asks by another region's name to its own", async () => {
    const { status, headers } = await refusal(
      stepWith(pinned("europe"))(request(), factsWith({ hostRegion: "america" })),
    );
    expect(status).toBe(421);
    expect(headers).toEqual({ "x-edge-region-endpoint": "https://acme.europe.edge.example" });
  });

  it("sends everybody to a region at the global edge", async () => {
    const step = stepWith(pinned("europe"), { here: undefined });
    expect((await refusal(step(request(), factsWith({ hostRegion: undefined })))).status).toBe(421);
  });

  it.each(["GET", "HEAD"])("serves %s of a frozen tenant", (method) => {
    expect(stepWith(pinned("europe", "frozen"))(request({ method }), factsWith())).toEqual({ kind: "continue" });
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("refuses %s of a frozen tenant until it is thawed", async (method) => {
    const { status, headers } = await refusal(stepWith(pinned("europe", "frozen"))(request({ method }), factsWith()));
    expect(status).toBe(503);
    expect(headers["retry-after"]).toBe("60");
  });

  it("tells a suspended tenant apart from an unknown one by nothing, wherever it is", async () => {
    const forced: string[] = [];
    const answers = await Promise.all(
      [pinned("europe", "suspended"), pinned("america", "suspended"), { kind: "unknown" } as const].map((found) =>
        refusal(stepWith(found, { onForce: () => forced.push(found.kind) })(request(), factsWith())),
      ),
    );
    expect(answers[0]).toEqual(answers[2]);
    expect(answers[1]).toEqual(answers[2]);
    expect(answers[0]?.status).toBe(404);
    expect(forced).toEqual(["pinned", "pinned", "unknown"]);
  });

  it("finds a tenant that was created a moment ago", async () => {
    const answers: Record<string, PinAnswer> = {};
    const step = pin({
      here: "europe",
      registry,
      regionEndpointHeader: "x",
      directory: directoryOf(answers),
      refresher: idleRefresher(() => {
        answers.acme = pinned("europe");
      }),
    });
    expect(await step(request(), factsWith())).toEqual({ kind: "continue" });
  });

  it.each(["missing", "expired", "conflict"] as const)("has no default region when a map is in %s", async (reason) => {
    const { status, problem } = await refusal(stepWith({ kind: "unavailable", reason })(request(), factsWith()));
    expect(status).toBe(503);
    expect(problem).toMatchObject({ type: "urn:bailiwick:problem:pins-unavailable" });
  });

  it("waits for the maps of a new isolate", async () => {
    const answers: Record<string, PinAnswer> = { acme: { kind: "unavailable", reason: "missing" } };
    const loaded = new Promise<void>((resolve) => {
      queueMicrotask(() => {
        answers.acme = pinned("europe");
        resolve();
      });
    });
    const step = pin({
      here: "europe",
      registry,
      regionEndpointHeader: "x",
      directory: directoryOf(answers),
      refresher: { ...idleRefresher(), keep: () => loaded },
    });
    expect(await step(request(), factsWith())).toEqual({ kind: "continue" });
  });

  it("asks nothing for a route without a tenant", () => {
    expect(stepWith({ kind: "unavailable", reason: "missing" })(request(), factsWith({ tenant: "-" }))).toEqual({
      kind: "continue",
    });
  });
});
