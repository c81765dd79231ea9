import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabases, type TestDatabases } from "../../../test/postgres.ts";
import { ConfigError } from "../environment.ts";
import {
  assertKeyMatchesData,
  createTenantKeys,
  ensureKeyCheck,
  type KeyService,
  KeyUnavailable,
  newTenantKey,
  secretboxKeyService,
} from "./index.ts";

let databases: TestDatabases;
const service = secretboxKeyService([new Uint8Array(randomBytes(32))]);

beforeAll(async () => {
  databases = await createTestDatabases();
});
afterAll(() => databases.drop());

const addKey = async (orgId: string, version: number): Promise<void> => {
  const { catalog } = databases.platform();
  const { wrapped, kekId } = await newTenantKey(service, orgId, version);
  await catalog`update catalog.tenant_key set state = 'decrypt_only' where org_id = ${orgId}`;
  await catalog`insert into catalog.tenant_key (org_id, version, wrapped, kek_id) values (${orgId}, ${version}, ${wrapped}, ${kekId})`;
};

test("a value opens for its organisation, also after another process has rotated the key", async () => {
  const [acme, other] = [randomUUID(), randomUUID()];
  await addKey(acme, 1);
  await addKey(other, 1);
  const { catalog } = databases.connect();
  const mine = createTenantKeys({ catalog, keyService: service });
  const theirs = createTenantKeys({ catalog, keyService: service });
  const sealed = await mine.seal(acme, "audit", Buffer.from("ana"), "row 1");
  await expect(mine.open(other, "audit", sealed, "row 1")).rejects.toThrow(KeyUnavailable);
  await addKey(acme, 2);
  const newer = await theirs.seal(acme, "audit", Buffer.from("bob"), "row 2");
  expect(Buffer.from(await mine.open(acme, "audit", newer, "row 2")).toString()).toBe("bob");
  expect(Buffer.from(await theirs.open(acme, "audit", sealed, "row 1")).toString()).toBe("ana");
});

test("the key service is asked once while the key is kept, and again afterwards: a revoked key dies", async () => {
  const acme = randomUUID();
  await addKey(acme, 1);
  const unwrap = vi.fn<KeyService["unwrap"]>((...call) => service.unwrap(...call));
  const keys = createTenantKeys({
    catalog: databases.connect().catalog,
    keyService: { ...service, unwrap },
    cacheSeconds: 0.3,
  });
  await Promise.all([1, 2, 3].map((n) => keys.seal(acme, "audit", new Uint8Array(1), `row ${n}`)));
  expect(unwrap).toHaveBeenCalledTimes(1);
  unwrap.mockRejectedValue(new KeyUnavailable("revoked", "disabled"));
  await expect
    .poll(() => keys.seal(acme, "audit", new Uint8Array(1), "x").then(() => "sealed", String))
    .toContain("revoked");
});

test("a key that is wiped while somebody waits for it seals nothing: the value opens under the real key", async () => {
  const acme = randomUUID();
  await addKey(acme, 1);
  const { catalog } = databases.connect();
  const keys = createTenantKeys({ catalog, keyService: service });
  await keys.seal(acme, "audit", new Uint8Array(1), "warm");
  const sealing = keys.seal(acme, "audit", Buffer.from("ana"), "row 1");
  keys.clear();
  const opened = await createTenantKeys({ catalog, keyService: service }).open(acme, "audit", await sealing, "row 1");
  expect(Buffer.from(opened).toString()).toBe("ana");
});

test("many organisations at once through a small cache all seal under their own keys", async () => {
  const orgs = Array.from({ length: 12 }, () => randomUUID());
  for (const org of orgs) await addKey(org, 1);
  const { catalog } = databases.connect();
  const keys = createTenantKeys({ catalog, keyService: service, maxOrgs: 2 });
  const sealed = await Promise.all(orgs.map((org) => keys.seal(org, "audit", Buffer.from(org), "row")));
  const reader = createTenantKeys({ catalog, keyService: service });
  for (const [at, org] of orgs.entries()) {
    const opened = await reader.open(org, "audit", sealed[at] ?? new Uint8Array(), "row");
    expect(Buffer.from(opened).toString()).toBe(org);
  }
});

test("nothing is kept for longer than five minutes", () => {
  const { catalog } = databases.connect();
  expect(() => createTenantKeys({ catalog, keyService: service, cacheSeconds: 301 })).toThrow(RangeError);
});

test("a start with another key than the data's is refused in one sentence", async () => {
  const { catalog } = databases.platform();
  await assertKeyMatchesData(catalog, service);
  await ensureKeyCheck(catalog, service);
  await ensureKeyCheck(catalog, service);
  await assertKeyMatchesData(databases.connect().catalog, service);
  const another = secretboxKeyService([new Uint8Array(randomBytes(32))]);
  const refusal = await assertKeyMatchesData(catalog, another).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ConfigError);
  expect(String(refusal)).toContain("ENCRYPTION_KEY");
});
