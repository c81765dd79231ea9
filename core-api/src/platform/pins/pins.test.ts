import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPinDirectory, generatePinKeyPair } from "@bailiwick/contract/pins";
import type { Registry } from "@bailiwick/contract/region";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabases, type TestDatabases } from "../../../test/postgres.ts";
import { fileBlobs } from "../../../test/sign-up/file-blobs.ts";
import { createPinPublisher, pinBlobName, startPinSource } from "./index.ts";

let databases: TestDatabases;
let registry: Registry;
let privateKey: string;
const pepper = new Uint8Array(randomBytes(32));
const folder = mkdtempSync(join(tmpdir(), "bailiwick-pins-"));
const blobs = fileBlobs(folder);
const log = { info: () => undefined, warn: vi.fn() };

beforeAll(async () => {
  databases = await createTestDatabases();
  const [north, south] = [await generatePinKeyPair(), await generatePinKeyPair()];
  privateKey = north.privateKey;
  const region = (id: string, publicKey: string) => ({
    id,
    jurisdiction: "eu",
    baseUrl: `https://${id}.sample.example`,
    pinKeys: [publicKey],
  });
  registry = {
    product: "sample",
    globalUrl: "https://sample.example",
    regions: [region("north-1", north.publicKey), region("south-1", south.publicKey)],
  };
});
afterAll(async () => {
  await databases.drop();
  rmSync(folder, { recursive: true });
});

const publisher = () =>
  createPinPublisher({ region: "north-1", registry, pepper, privateKey, catalog: databases.platform().catalog, blobs });

test("many publishers at once leave the map of the highest epoch", async () => {
  const epochs = await Promise.all([publisher(), publisher(), publisher(), publisher()].map((publish) => publish()));
  expect([...epochs].sort()).toEqual([1, 2, 3, 4]);
  const directory = createPinDirectory({ registry, pepper });
  const blob = await blobs.get(pinBlobName("north-1"));
  if (blob === undefined || blob === "unchanged") throw new Error("no map was published");
  expect(await directory.offer("north-1", blob.bytes)).toEqual({ accepted: true, epoch: 4 });
});

test("a map holds the tenants of the region in the state the catalog gives them, and nobody else", async () => {
  const { catalog } = databases.platform();
  const states = { living: "active", parked: "suspended", thawing: "frozen", coming: "provisioning", gone: "moved" };
  for (const [slug, state] of Object.entries(states)) {
    await catalog`
      insert into catalog.org (slug, name, plan, region, database_id, state, moved_to, epoch)
      select ${slug}, ${slug}, 'team', 'north-1', d.id, ${state}, ${state === "moved" ? "south-1" : null}, ${state === "moved" ? 2 : 1}
        from catalog.tenant_database d limit 1`;
  }
  await publisher()();
  const directory = createPinDirectory({ registry, pepper });
  const source = startPinSource({
    directory,
    registry,
    region: "north-1",
    blobs,
    log,
    fetchMap: () => Promise.reject(new Error("away")),
  });
  await source.refresh("north-1");
  expect(await directory.lookup("living")).toMatchObject({ region: "north-1", state: "active" });
  expect(await directory.lookup("parked")).toMatchObject({ state: "suspended" });
  expect(await directory.lookup("thawing")).toMatchObject({ state: "frozen" });
  expect(await directory.lookup("gone")).toMatchObject({ region: "south-1", state: "moved" });
  // The other region's map is missing: nobody may claim that a tenant does not exist.
  expect(await directory.lookup("coming")).toMatchObject({ kind: "unavailable", reason: "missing", region: "south-1" });
  await source.stop();
  // What is coming is claimed, so that the other region can see it.
  const claims = await directory.claims("coming");
  expect(claims.map(({ region }) => region)).toEqual(["north-1"]);
  expect(Math.abs((claims[0]?.claimedAt ?? 0) - Date.now() / 1000)).toBeLessThan(60);
  expect(await directory.claims("living")).toEqual([]);
});

test("after the catalog was restored from a backup the next map is still newer than the one that others hold", async () => {
  const before = await publisher()();
  const superuser = databases.superuser(databases.catalog);
  await superuser`delete from catalog.pin_publication where epoch > 2`;
  expect(await publisher()()).toBe(before + 1);
});

test("a blob that is no map of this region does not keep the next one from being published", async () => {
  const before = await publisher()();
  await blobs.put(pinBlobName("north-1"), new Uint8Array(randomBytes(300)));
  expect(await publisher()()).toBe(before + 1);
});

test("a region that stays away is said once, and the held map stays", async () => {
  const directory = createPinDirectory({ registry, pepper });
  log.warn.mockClear();
  const fetchMap = vi.fn(() => Promise.reject(new Error("away")));
  const own = { directory, registry, region: "north-1", blobs, log, fetchMap, peerMilliseconds: 5 };
  const starting = startPinSource(own);
  await vi.waitFor(() => expect(fetchMap.mock.calls.length).toBeGreaterThan(3), 20_000);
  await starting.stop();
  expect(log.warn).not.toHaveBeenCalled(); // its first map may still be on its way
  fetchMap.mockClear();
  const source = startPinSource({ ...own, startMilliseconds: 0 });
  await vi.waitFor(() => expect(fetchMap.mock.calls.length).toBeGreaterThan(3), 20_000);
  expect(log.warn).toHaveBeenCalledTimes(1);
  await source.stop();
  const calls = fetchMap.mock.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(fetchMap).toHaveBeenCalledTimes(calls);
});
