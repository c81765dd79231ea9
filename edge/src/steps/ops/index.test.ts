import type { PinDirectory } from "@bailiwick/contract/pins";
import { describe, expect, it } from "vitest";
import { directoryOf, factsWith, idleRefresher, refusal, registry, request } from "../../../test/support/steps.ts";
import type { Decision } from "../../decision.ts";
import { type OpsOptions, ops } from "./index.ts";

const held = (region: string, notAfter = 2000) => ({ region, epoch: 7, issuedAt: 900, notAfter, size: 1 });
const directory = (regions: readonly ReturnType<typeof held>[]): PinDirectory => ({
  ...directoryOf({}),
  held: () => regions,
  bytes: (region) => (region === "europe" ? Uint8Array.of(1, 2, 3) : undefined),
});
const stepWith = (changes: Partial<OpsOptions> = {}) =>
  ops({
    here: "europe",
    registry,
    directory: directory([held("europe"), held("america")]),
    refresher: idleRefresher(),
    ownRefresher: idleRefresher(),
    policiesFresh: () => true,
    securityTxt: "Contact: mailto:security@edge.example\n",
    now: () => 1000,
    ...changes,
  });
const at = (path: string) => factsWith({ target: path, path });
const answered = async (decision: Decision | Promise<Decision>): Promise<Response> => {
  const settled = await decision;
  if (settled.kind !== "answer") throw new TypeError(`the decision is to ${settled.kind}`);
  return settled.response;
};

describe("ops", () => {
  it("is healthy while every map and the address rules are valid", async () => {
    const response = await answered(stepWith()(request(), at("/health")));
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({
      status: "ok",
      region: "europe",
      policies: true,
      pins: [
        { region: "europe", epoch: 7, ageSeconds: 100 },
        { region: "america", epoch: 7, ageSeconds: 100 },
      ],
    });
  });

  it.each([
    ["a map is missing", { directory: directory([held("europe")]) }],
    ["a map has expired", { directory: directory([held("europe"), held("america", 999)]) }],
    ["the address rules have expired", { policiesFresh: () => false }],
  ])("is not healthy when %s", async (_what, changes) => {
    expect((await answered(stepWith(changes)(request(), at("/health")))).status).toBe(503);
  });

  it("loads what a new isolate lacks before it says how it is", async () => {
    let loaded = false;
    const refresher = {
      ...idleRefresher(),
      keep: async () => {
        loaded = true;
      },
    };
    expect(
      (await answered(stepWith({ refresher, policiesFresh: () => loaded })(request(), at("/health")))).status,
    ).toBe(200);
  });

  it("lists the regions", async () => {
    const response = await answered(stepWith()(request(), at("/.well-known/regions")));
    expect(await response.json()).toEqual(registry);
  });

  it("says whom to tell of a weakness", async () => {
    const response = await answered(stepWith()(request(), at("/.well-known/security.txt")));
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await response.text()).toContain("Contact: mailto:");
    expect((await refusal(stepWith({ securityTxt: "" })(request(), at("/.well-known/security.txt")))).status).toBe(404);
  });

  it("hands out its own region's signed map", async () => {
    const response = await answered(stepWith()(request(), at("/.well-known/pins")));
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3));
    expect(response.headers.get("etag")).toBe('"7"');
    expect(response.headers.get("cache-control")).toBe("public, max-age=30");
  });

  it("fetches first for who wants the newest, and refuses rather than hand out an older one", async () => {
    let forced = 0;
    const newest = () => request({ headers: { "cache-control": "no-cache" } });
    const step = stepWith({ ownRefresher: idleRefresher(() => forced++) });
    expect((await answered(step(newest(), at("/.well-known/pins")))).status).toBe(200);
    expect(forced).toBe(1);
    await answered(step(request(), at("/.well-known/pins")));
    expect(forced).toBe(1);
    const stale = { ...idleRefresher(), newerThan: (milliseconds: number) => milliseconds > 1500 };
    const { status, headers } = await refusal(stepWith({ ownRefresher: stale })(newest(), at("/.well-known/pins")));
    expect([status, headers["retry-after"]]).toEqual([503, "1"]);
  });

  it("does not repeat a map that is known", async () => {
    const known = request({ headers: { "if-none-match": '"7"' } });
    expect((await answered(stepWith()(known, at("/.well-known/pins")))).status).toBe(304);
  });

  it("has no map to hand out at the global edge, or before it has one", async () => {
    expect((await refusal(stepWith({ here: undefined })(request(), at("/.well-known/pins")))).status).toBe(404);
    const empty = { ...directory([]), bytes: () => undefined };
    expect((await refusal(stepWith({ directory: empty })(request(), at("/.well-known/pins")))).status).toBe(404);
  });

  it.each([
    ["GET", "/api/v1/flows"],
    ["GET", "/healthy"],
    ["GET", "/.well-known/openid-configuration"],
    ["GET", "/hasOwnProperty"],
    ["POST", "/health"],
  ])("leaves %s %s to others", (method, path) => {
    expect(stepWith()(request({ method }), at(path))).toEqual({ kind: "continue" });
  });
});
