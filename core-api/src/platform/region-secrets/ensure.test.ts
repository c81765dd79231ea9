import { X509Certificate } from "node:crypto";
import { decodePinPublicKey, importPinPrivateKey } from "@bailiwick/contract/pins";
import { afterEach, expect, test, vi } from "vitest";
import { memoryStore } from "../../../test/region-secrets/memory-store.ts";
import { goodFor, isGoodLeaf } from "../certificates/index.ts";
import { parseCertificate } from "./certificate-secret.ts";
import { ensureRegionSecrets } from "./ensure.ts";
import { SecretsRefused } from "./refused.ts";
import { type SecretIds, secretNames } from "./secret-name.ts";

const ids = Object.fromEntries(secretNames.map((name) => [name, `test/${name}`])) as SecretIds;
const originName = "origin.west.flow.internal";

const ensure = (store = memoryStore(), otherRegions: readonly string[] = []) =>
  ensureRegionSecrets({ store, ids, originName, otherRegions });
const last = (store: ReturnType<typeof memoryStore>, name: keyof SecretIds): string =>
  store.versions.get(ids[name])?.at(-1)?.value ?? "";
const counts = (store: ReturnType<typeof memoryStore>): number[] =>
  secretNames.map((name) => store.versions.get(ids[name])?.length ?? 0);
const at = (days: number): void => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * 86_400_000 });
};
afterEach(() => void vi.useRealTimers());

test("the first start makes everything, in the forms that the processes take", async () => {
  const store = memoryStore();
  const { reports, worker } = await ensure(store);
  expect(reports.map(({ name }) => name).toSorted()).toEqual(secretNames.toSorted());
  expect(new Set(reports.map(({ outcome }) => outcome))).toEqual(new Set(["made"]));
  const [key] = JSON.parse(last(store, "edgeKeys"));
  expect([key.id, Buffer.from(key.secret, "base64url").length]).toEqual([expect.stringMatching(/^k-[0-9a-f]{8}$/), 32]);
  await importPinPrivateKey(last(store, "pinPrivateKey"));
  expect(decodePinPublicKey(last(store, "pinPublicKey"))).toHaveLength(32);
  expect(Buffer.from(last(store, "pinPepper"), "base64url")).toHaveLength(32);
  expect(last(store, "adminKey").length).toBeGreaterThanOrEqual(32);
  expect(worker).toEqual({
    pinPrivateKey: last(store, "pinPrivateKey"),
    pinPublicKey: last(store, "pinPublicKey"),
    pinPepper: last(store, "pinPepper"),
  });
  const authority = new X509Certificate(parseCertificate(last(store, "originCa"), "originCa").certificate);
  for (const [name, host] of [
    ["originTls", originName],
    ["edgeTls", `edge.${originName}`],
  ] as const) {
    const leaf = parseCertificate(last(store, name), name);
    expect(isGoodLeaf(leaf, { names: [host], authority, days: 700 })).toBe(true);
  }
});

test("the report holds no secret", async () => {
  const store = memoryStore();
  const { reports } = await ensure(store);
  const text = JSON.stringify(reports);
  for (const name of secretNames.filter((one) => one !== "pinPublicKey")) {
    const value = last(store, name);
    for (let start = 0; start + 16 <= value.length; start += 8)
      expect(text).not.toContain(value.slice(start, start + 16));
  }
});

test("a second start changes nothing, also what an operator put there", async () => {
  const store = memoryStore();
  store.put(ids.adminKey, "an operator's own key, long enough for us");
  await ensure(store);
  const { reports } = await ensure(store);
  expect(new Set(reports.map(({ outcome }) => outcome))).toEqual(new Set(["there"]));
  expect(counts(store)).toEqual(secretNames.map(() => 1));
  expect(last(store, "adminKey")).toBe("an operator's own key, long enough for us");
});

test("several at once end with the same values, which belong together", async () => {
  const store = memoryStore();
  const all = await Promise.all(Array.from({ length: 5 }, () => ensure(store)));
  expect(counts(store)).toEqual(secretNames.map(() => 1));
  expect(new Set(all.map(({ worker }) => JSON.stringify(worker))).size).toBe(1);
  const made = all.flatMap(({ reports }) => reports).filter(({ outcome }) => outcome === "made");
  // The public key follows from the private one: all would write the same.
  expect(made.filter(({ name }) => name !== "pinPublicKey")).toHaveLength(secretNames.length - 1);
  const authority = new X509Certificate(parseCertificate(last(store, "originCa"), "originCa").certificate);
  const leaf = parseCertificate(last(store, "originTls"), "originTls");
  expect(isGoodLeaf(leaf, { names: [originName], authority, days: 30 })).toBe(true);
});

test("certificates are renewed in their last year, once, by the same authority, and nothing else", async () => {
  const store = memoryStore();
  await ensure(store);
  at(360);
  expect((await ensure(store)).reports.some(({ outcome }) => outcome === "renewed")).toBe(false);
  at(15);
  const outcomes = (await Promise.all([ensure(store), ensure(store)])).flatMap(({ reports }) => reports);
  expect(
    outcomes
      .filter(({ outcome }) => outcome === "renewed")
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(["edgeTls", "originTls"]);
  expect(counts(store)).toEqual(secretNames.map((name) => (name === "edgeTls" || name === "originTls" ? 2 : 1)));
});

test("whenever a start of the region was, what it left is good for a year", async () => {
  const store = memoryStore();
  for (const days of [0, 200, 364, 1, 300, 365, 366, 729]) {
    at(days);
    await ensure(store);
    for (const name of ["originTls", "edgeTls"] as const) {
      expect(goodFor(parseCertificate(last(store, name), name), 364)).toBeDefined();
    }
    vi.useRealTimers();
  }
});

test("a certificate for another name, or of an authority that was replaced, is made anew", async () => {
  const store = memoryStore();
  await ensure(store);
  const other = memoryStore();
  await ensure(other);
  store.put(ids.originCa, last(other, "originCa"));
  const { reports } = await ensure(store);
  expect(reports.filter(({ outcome }) => outcome === "renewed")).toHaveLength(2);
});

test("a certificate never outlives its authority, and is not made anew at each start when that nears its end", async () => {
  const store = memoryStore();
  await ensure(store);
  at(3650 - 100);
  await ensure(store);
  const leaf = goodFor(parseCertificate(last(store, "originTls"), "originTls"), 90);
  expect(leaf && goodFor(parseCertificate(last(store, "originTls"), "originTls"), 101)).toBeUndefined();
  expect(leaf).toBeDefined();
  at(80);
  expect((await ensure(store)).reports.some(({ outcome }) => outcome === "renewed")).toBe(false);
  at(20);
  await expect(ensure(store)).rejects.toThrow("originCa is damaged, or at its end");
});

test("no pepper is made for a second region: it would hide its tenants from the first", async () => {
  const store = memoryStore();
  await expect(ensure(store, ["east"])).rejects.toThrow("It must be that of east");
  expect(store.versions.get(ids.pinPepper) ?? []).toEqual([]);
  store.put(ids.pinPepper, Buffer.alloc(32, 1).toString("base64url"));
  expect((await ensure(store, ["east"])).worker.pinPepper).toBe(Buffer.alloc(32, 1).toString("base64url"));
});

test("keys that do not belong together are refused, and a damaged secret is not repeated", async () => {
  const store = memoryStore();
  store.put(ids.pinPublicKey, "A".repeat(43));
  await expect(ensure(store)).rejects.toThrow("pinPublicKey is not the public part of pinPrivateKey");
  const damaged = memoryStore();
  damaged.put(ids.originCa, "canary-canary");
  const error = await ensure(damaged).catch(String);
  expect(error).toContain("the secret originCa is not JSON");
  expect(error).not.toContain("canary");
});

test.each([
  ["edgeKeys", " "],
  ["edgeKeys", "[]"],
  ["edgeKeys", '[{"id":"k","secret":"canary"}]'],
  ["pinPepper", " "],
  ["pinPepper", '{"pepper":"canary"}'],
  ["adminKey", "canary"],
  ["adminKey", " "],
  ["pinPrivateKey", "canary"],
  ["pinPrivateKey", "canary".repeat(20)],
] as const)("%s of %j is refused as the processes would refuse it", async (name, value) => {
  const store = memoryStore();
  store.put(ids[name], value);
  const error = await ensure(store).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SecretsRefused);
  expect(String(error)).toContain(`The secret ${name} must `);
  expect(String(error)).not.toContain("canary");
});

test("the administrator's key may not be what every edge is given", async () => {
  const store = memoryStore();
  const value = Buffer.alloc(32, 1).toString("base64url");
  for (const name of ["pinPepper", "adminKey"] as const) store.put(ids[name], value);
  await expect(ensure(store)).rejects.toThrow("The secrets adminKey and pinPepper have one value");
});

test("a certificate that was put back is renewed all the same, however often", async () => {
  const store = memoryStore();
  await ensure(store);
  const old = last(store, "originTls");
  at(400);
  for (let times = 0; times < 3; times += 1) {
    const { reports } = await ensure(store);
    expect(reports.find(({ name }) => name === "originTls")?.outcome).toBe("renewed");
    const renewed = last(store, "originTls");
    expect(goodFor(parseCertificate(renewed, "originTls"), 364)).toBeDefined();
    while (last(store, "originTls") !== old) store.rollBack(ids.originTls);
  }
});

test("a certificate that does not give way is not called renewed", async () => {
  const store = memoryStore();
  await ensure(store);
  at(400);
  const stuck = { ...store, write: async (id: string) => (await store.read(id)) ?? { value: "", version: "" } };
  await expect(ensureRegionSecrets({ store: stuck, ids, originName, otherRegions: [] })).rejects.toThrow(
    "The secret originTls keeps a certificate that ends too soon",
  );
});
