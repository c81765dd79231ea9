import type { PinOffer } from "@bailiwick/contract/pins";
import { describe, expect, it, vi } from "vitest";
import { directoryOf } from "../../test/support/steps.ts";
import { documentTask } from "./document.ts";
import { takePinMap } from "./pin-map.ts";

const taskWith = (answers: readonly (Response | Error)[], offer: PinOffer = { accepted: true, epoch: 1 }) => {
  const etags: (string | undefined)[] = [];
  const offered: number[] = [];
  const left = [...answers];
  const directory = {
    ...directoryOf({}),
    offer: async (_region: string, bytes: Uint8Array) => {
      offered.push(bytes.byteLength);
      return offer;
    },
  };
  const fetch = async (etag: string | undefined): Promise<Response> => {
    etags.push(etag);
    const answer = left.shift() ?? new Error("nothing left");
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const task = documentTask({ name: "pins of europe", everyMs: 1, fetch, take: takePinMap(directory, "europe") });
  return { task, etags, offered };
};
const map = (etag: string) => new Response(Uint8Array.of(1, 2, 3), { headers: { etag } });
const unchanged = () => new Response(null, { status: 304 });

describe("documentTask with a pin map", () => {
  it("takes what it fetched and asks only for newer from then on", async () => {
    const { task, etags, offered } = taskWith([map('"1"'), unchanged(), map('"2"')]);
    expect([await task.run(), await task.run(), await task.run()]).toEqual([true, true, true]);
    expect(etags).toEqual([undefined, '"1"', '"1"']);
    expect(offered).toEqual([3, 3]);
  });

  it.each([
    "invalid",
    "older",
    "expired",
  ] as const)("asks for everything again after a map that is %s", async (reason) => {
    const { task, etags } = taskWith([map('"1"'), map('"1"')], { accepted: false, reason, detail: "no" });
    expect([await task.run(), await task.run()]).toEqual([false, false]);
    expect(etags).toEqual([undefined, undefined]);
  });

  it("raises no alarm over what is not there yet, and one over what is there no more or cannot be believed", async () => {
    const levels: string[] = [];
    const spies = (["info", "warn"] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => void levels.push(level)),
    );
    const gone = () => new Response("no", { status: 404 });
    const { task } = taskWith([gone(), new Error("refused"), map('"1"'), gone(), new Error("refused")]);
    for (let runs = 0; runs < 5; runs++) await task.run();
    expect(levels).toEqual(["info", "info", "warn", "warn"]);
    levels.length = 0;
    await taskWith([map('"1"')], { accepted: false, reason: "invalid", detail: "no" }).task.run();
    expect(levels).toEqual(["warn"]);
    for (const spy of spies) spy.mockRestore();
  });

  it("is content with the map that is held already", async () => {
    const { task } = taskWith([map('"1"')], { accepted: false, reason: "same", detail: "held" });
    expect(await task.run()).toBe(true);
  });

  it.each([
    ["is not there", new Response("no", { status: 404 })],
    ["fails", new Response("no", { status: 503 })],
    ["cannot be reached", new Error("refused")],
    ["sends more than a map can be", new Response("x", { headers: { "content-length": String(2 ** 30) } })],
  ])("survives a source that %s", async (_what, answer) => {
    const { task, offered } = taskWith([answer]);
    expect(await task.run()).toBe(false);
    expect(offered).toEqual([]);
  });
});
