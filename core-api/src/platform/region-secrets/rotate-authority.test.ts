import { X509Certificate } from "node:crypto";
import { createServer } from "node:https";
import { connect } from "node:tls";
import { afterEach, expect, test, vi } from "vitest";
import { memoryStore } from "../../../test/region-secrets/memory-store.ts";
import { certificatesIn } from "../certificates/index.ts";
import { ensureRegionSecrets } from "./ensure.ts";
import { type RotationStep, rotateAuthority } from "./rotate-authority.ts";
import { type SecretIds, secretNames } from "./secret-name.ts";

const ids = Object.fromEntries(secretNames.map((name) => [name, `test/${name}`])) as SecretIds;
const originName = "origin.west.flow.internal";
afterEach(() => void vi.useRealTimers());

const region = async () => {
  const store = memoryStore();
  const options = { store, ids, originName, otherRegions: [] };
  const init = () => ensureRegionSecrets(options);
  await init();
  const held = (name: keyof SecretIds): Record<string, string> =>
    JSON.parse(store.versions.get(ids[name])?.at(-1)?.value ?? "");
  return {
    store,
    init,
    held,
    take: async (step: RotationStep) => {
      await rotateAuthority(options, step);
      return init();
    },
    /** What a process has that was started now. */
    edge: () => held("originCa").certificate ?? "",
    api: () => ({ cert: held("originTls").certificate ?? "", key: held("originTls").privateKey ?? "" }),
  };
};

/** Whether an edge that trusts `ca` takes the certificate of an API. */
const trusts = async (ca: string, api: { cert: string; key: string }): Promise<boolean> => {
  const server = createServer(api);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    return await new Promise((resolve) => {
      const socket = connect({ port, host: "127.0.0.1", servername: originName, ca: [...certificatesIn(ca)] }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

test("after every step, processes that were started before and after it trust each other", async () => {
  const { take, edge, api } = await region();
  const old = { ca: edge(), api: api() };
  for (const step of ["add", "use", "drop"] as const) {
    const before = { ca: edge(), api: api() };
    await take(step);
    for (const ca of [before.ca, edge()])
      for (const one of [before.api, api()]) expect([step, await trusts(ca, one)]).toEqual([step, true]);
  }
  expect(await trusts(edge(), old.api)).toBe(false);
  expect(await trusts(old.ca, api())).toBe(false);
});

test("the new authority is good for ten years, and for the region's names alone", async () => {
  const { take, held } = await region();
  await take("add");
  const [, next] = certificatesIn(held("originCa").certificate ?? "");
  const parsed = new X509Certificate(next ?? "");
  expect(parsed.ca).toBe(true);
  expect(Date.parse(parsed.validTo) - Date.now()).toBeGreaterThan(3640 * 86_400_000);
});

test("an authority near its end is replaced, and certificates last two years again", async () => {
  const { take, held } = await region();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3400 * 86_400_000 });
  for (const step of ["add", "use", "drop"] as const) await take(step);
  const leaf = new X509Certificate(held("originTls").certificate ?? "");
  expect(Date.parse(leaf.validTo) - Date.now()).toBeGreaterThan(720 * 86_400_000);
});

test("a step that was taken changes nothing, and one whose turn it is not is refused", async () => {
  const { take, store } = await region();
  const count = () => store.versions.get(ids.originCa)?.length;
  await expect(take("use")).rejects.toThrow("add one, and restart every process");
  await take("drop");
  expect(count()).toBe(1);
  await take("add");
  await take("add");
  expect(count()).toBe(2);
  await expect(take("drop")).rejects.toThrow("not in use yet");
  await take("use");
  await take("use");
  expect(count()).toBe(3);
  await expect(take("add")).rejects.toThrow("drop the old authority first");
  await take("drop");
  await take("drop");
  expect(count()).toBe(4);
});

test("the old authority is kept while a certificate of its own is in use", async () => {
  const { take, store } = await region();
  await take("add");
  const leaf = store.versions.get(ids.edgeTls)?.at(-1)?.value ?? "";
  await take("use");
  store.put(ids.edgeTls, leaf);
  await expect(rotateAuthority({ store, ids, originName, otherRegions: [] }, "drop")).rejects.toThrow(
    "edgeTls still leads to the old authority",
  );
});

test("the members that tasks are given hold no key of an authority, and an ordinary start changes no authority", async () => {
  const { take, init, held, store } = await region();
  for (const step of ["add", "use", "drop"] as const) {
    await take(step);
    expect(held("originCa").certificate).not.toContain("PRIVATE");
    const before = store.versions.get(ids.originCa)?.length;
    await init();
    expect(store.versions.get(ids.originCa)?.length).toBe(before);
  }
});
