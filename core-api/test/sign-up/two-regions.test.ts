import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createPinDirectory, generatePinKeyPair, type PinDirectory, type PinKeyPair } from "@bailiwick/contract/pins";
import type { Product } from "@bailiwick/contract/product";
import type { Registry } from "@bailiwick/contract/region";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runSignUp, type SignUpOutcome, type SignUpTools, signUpSteps } from "../../src/modules/sign-up/index.ts";
import type { BlobStore } from "../../src/platform/blob/index.ts";
import { secretboxKeyService } from "../../src/platform/keys/index.ts";
import { createPinAgreement, createPinPublisher, type fetchPinMap } from "../../src/platform/pins/index.ts";
import { createTestDatabases, type TestDatabases } from "../postgres.ts";

/** The age that a map has at most when a region's edge shows it to who wants the newest. */
const staleMilliseconds = 250;
const product = { ownerRole: "owner", plans: { team: { placement: "shared" } } } as unknown as Product;
const ids = ["north-1", "south-1"] as const;
type Id = (typeof ids)[number];

interface Region {
  readonly id: Id;
  readonly databases: TestDatabases;
  readonly tools: SignUpTools;
  /** What its edge answers. */
  away: boolean;
}

const pepper = new Uint8Array(randomBytes(32));
/** Every map that was published, and when. */
const maps = new Map<string, { readonly bytes: Uint8Array<ArrayBuffer>; readonly at: number }[]>();
const directories = new Map<string, PinDirectory>();
let registry: Registry;
let regions: Readonly<Record<Id, Region>>;

const blobsOf = (id: Id): BlobStore => ({
  async put(_name, bytes) {
    maps.set(id, [...(maps.get(id) ?? []), { bytes: new Uint8Array(bytes), at: performance.now() }]);
  },
  async get() {
    const bytes = maps.get(id)?.at(-1)?.bytes;
    return bytes === undefined ? undefined : { bytes, etag: "" };
  },
  async delete() {},
});

/** As over the network: an answer takes a while, and each comes from another edge, whose map is of another age. */
const fetchMap: typeof fetchPinMap = async (url) => {
  const region = ids.map((id) => regions[id]).find(({ id }) => url.includes(id));
  if (region === undefined || region.away) throw new Error("away");
  await sleep(Math.random() * 20);
  const published = maps.get(region.id) ?? [];
  const seen = performance.now() - Math.random() * staleMilliseconds;
  const shown = published.filter(({ at }) => at <= seen).at(-1);
  if (shown === undefined) throw new Error("no map yet");
  return { bytes: shown.bytes, etag: undefined };
};

const openRegion = async (id: Id, { privateKey }: PinKeyPair): Promise<Region> => {
  const databases = await createTestDatabases();
  const directory = createPinDirectory({ registry, pepper });
  directories.set(id, directory);
  const { catalog } = databases.platform();
  const publishPins = createPinPublisher({ region: id, registry, pepper, privateKey, catalog, blobs: blobsOf(id) });
  const tools: SignUpTools = {
    product,
    catalog,
    database: databases.connect(),
    migrator: { url: databases.url, password: databases.passwords.migrator },
    keyService: secretboxKeyService([new Uint8Array(randomBytes(32))]),
    directory,
    publishPins,
    agreement: createPinAgreement({ directory, registry, region: id, fetchMap, staleMilliseconds }),
  };
  return { id, databases, tools, away: false };
};

beforeAll(async () => {
  const pairs = [await generatePinKeyPair(), await generatePinKeyPair()] as const;
  registry = {
    product: "sample",
    globalUrl: "https://sample.example",
    regions: ids.map((id, at) => ({
      id,
      jurisdiction: "eu",
      baseUrl: `https://${id}.sample.example`,
      pinKeys: [pairs[at === 0 ? 0 : 1].publicKey],
    })),
  };
  regions = { "north-1": await openRegion("north-1", pairs[0]), "south-1": await openRegion("south-1", pairs[1]) };
  for (const { id, tools } of Object.values(regions)) {
    await tools.publishPins();
    await directories.get(id)?.offer(id, maps.get(id)?.at(-1)?.bytes ?? new Uint8Array());
  }
  await sleep(staleMilliseconds);
});
afterAll(async () => {
  for (const { databases } of Object.values(regions)) await databases.drop();
});

const begin = async ({ id, tools }: Region, slug: string): Promise<string> => {
  const owner = { email: `owner@${slug}.test`, name: "Owner", passwordHash: "hash" };
  const request = { organisation: slug, slug, plan: "team", region: id, owner };
  const [row] = await tools.catalog<{ id: string }[]>`
    select id from catalog.sign_up_begin(null, ${JSON.stringify(request)})`;
  return row?.id ?? "";
};

/** Carries a sign-up out as the queue does: what throws is tried again. */
const finish = async ({ tools }: Region, id: string): Promise<SignUpOutcome> => {
  for (let tries = 0; ; tries++) {
    try {
      return await runSignUp(tools, id);
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
};

/** A third party that holds the newest maps of both. */
const observer = async (): Promise<PinDirectory> => {
  const directory = createPinDirectory({ registry, pepper });
  for (const id of ids) await directory.offer(id, maps.get(id)?.at(-1)?.bytes ?? new Uint8Array());
  return directory;
};

const failure = async ({ tools }: Region, id: string) => {
  const [row] = await tools.catalog<{ error: object | null }[]>`select error from catalog.sign_up where id = ${id}`;
  return row?.error;
};

test("of two regions that are asked for one name at once, exactly one ends up with the tenant, and it is served", async () => {
  const contest = async (round: number) => {
    const slug = `contested-${round}`;
    const outcomes = await Promise.all(
      ids.map(async (id) => {
        await sleep(Math.random() * (round % 3) * 300);
        const signUp = await begin(regions[id], slug);
        const outcome = await finish(regions[id], signUp);
        return { outcome, id, error: await failure(regions[id], signUp) };
      }),
    );
    return { slug, outcomes };
  };
  const ended: Awaited<ReturnType<typeof contest>>[] = [];
  for (let round = 0; round < 24; round += 3)
    ended.push(...(await Promise.all([0, 1, 2].map((at) => contest(round + at)))));
  for (const { slug, outcomes } of ended) {
    expect([slug, outcomes.map(({ outcome }) => outcome).sort()]).toEqual([slug, ["done", "failed"]]);
    const winner = outcomes.find(({ outcome }) => outcome === "done");
    const loser = outcomes.find(({ outcome }) => outcome === "failed");
    expect(loser?.error).toEqual({ code: "slug-taken", message: "The slug is taken." });
    const directory = await observer();
    expect(await directory.lookup(slug)).toMatchObject({ kind: "pinned", region: winner?.id, state: "active" });
    expect(await directory.claims(slug)).toEqual([]);
    const left =
      loser === undefined ? [] : await regions[loser.id].tools.catalog`select from catalog.org where slug = ${slug}`;
    expect(left).toHaveLength(0);
  }
}, 120_000);

test("a tenant that is there is served without a break while somebody claims its name elsewhere", async () => {
  const [north, south] = [regions["north-1"], regions["south-1"]];
  expect(await finish(north, await begin(north, "settled"))).toBe("done");
  // A claim that got as far as being published: the other region could not see the tenant when it looked.
  const id = await begin(south, "settled");
  const blind = signUpSteps.filter(({ name }) => name !== "check-name" && name !== "claim-name");
  await south.tools.catalog`
    insert into catalog.org (id, slug, name, plan, region, database_id, state, created_at)
    select ${id}, 'settled', 'x', 'team', 'south-1', d.id, 'provisioning', now() - interval '1 year'
      from catalog.tenant_database d where d.kind = 'shared' limit 1`;
  await south.tools.publishPins();
  const before = await observer();
  expect(await before.lookup("settled")).toMatchObject({ kind: "pinned", region: "north-1" });
  expect(await before.claims("settled")).toHaveLength(1);
  expect(await runSignUp(south.tools, id, blind)).toBe("failed");
  const after = await observer();
  expect(await after.lookup("settled")).toMatchObject({ kind: "pinned", region: "north-1" });
  expect(await after.claims("settled")).toEqual([]);
});

test("while another region cannot be asked nothing is claimed, and the sign-up waits", async () => {
  const [north, south] = [regions["north-1"], regions["south-1"]];
  const id = await begin(north, "patient");
  south.away = true;
  try {
    await expect(runSignUp(north.tools, id)).rejects.toThrow("away");
    expect(await north.tools.catalog`select from catalog.org where slug = 'patient'`).toHaveLength(0);
    expect(await failure(north, id)).toMatchObject({ code: "trying-again" });
  } finally {
    south.away = false;
  }
  expect(await finish(north, id)).toBe("done");
}, 30_000);
