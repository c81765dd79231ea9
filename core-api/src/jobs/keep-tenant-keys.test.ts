import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabases, type TestDatabases } from "../../test/postgres.ts";
import { KeyServiceUnanswered, KeyUnavailable } from "../platform/keys/index.ts";
import { createKeepTenantKeys } from "./keep-tenant-keys.ts";

const regionKey = "arn:aws:kms:eu-central-1:123456789012:key/region";
const keys = ["a", "b", "c"].map((name) => `${regionKey}-${name}`);
const log = { warn: vi.fn() };
let unusable = () => Number.NaN;
const metrics = {
  gauge(_: string, __: string, read: () => number) {
    unusable = read;
  },
};
let databases: TestDatabases;

beforeAll(async () => {
  databases = await createTestDatabases();
  const { catalog } = databases.platform();
  for (const kekId of [...keys, regionKey]) {
    const id = randomUUID();
    await catalog`
      insert into catalog.org (id, slug, name, plan, region, database_id)
      select ${id}, ${`org-${id.slice(0, 8)}`}, 'Org', 'large', 'north-1', d.id from catalog.tenant_database d limit 1`;
    for (const [version, state] of [
      [1, "decrypt_only"],
      [2, "active"],
    ] as const) {
      await catalog`
        insert into catalog.tenant_key (org_id, version, wrapped, kek_id, state)
        values (${id}, ${version}, ${new Uint8Array(1)}, ${kekId}, ${state})`;
    }
  }
});
afterAll(() => databases.drop());

const keep = (keepRotation?: (keyId: string) => Promise<boolean>) => {
  log.warn.mockReset();
  const { catalog } = databases.platform();
  return createKeepTenantKeys({
    catalog,
    keyService: { id: regionKey, ...(keepRotation && { keepRotation }) },
    log,
    metrics,
  })();
};

test("every key of a tenant's own is asked for once, the region's never", async () => {
  const keepRotation = vi.fn(async (_: string) => false);
  expect(await keep(keepRotation)).toBe(3);
  expect(keepRotation.mock.calls.map(([key]) => key).toSorted()).toEqual(keys);
});

test("a key that cannot be used is said, and the others are kept", async () => {
  const keepRotation = vi.fn(async (key: string) => {
    if (key === keys[1]) throw new KeyUnavailable("the key is disabled", "disabled");
    return true;
  });
  expect(await keep(keepRotation)).toBe(3);
  expect(log.warn).toHaveBeenCalledExactlyOnceWith(
    { orgId: expect.any(String), reason: "disabled" },
    "a tenant's own key cannot be used",
  );
  expect(unusable()).toBe(1);
});

test("a service that does not answer fails the job after all keys were tried", async () => {
  const keepRotation = vi.fn(async () => {
    throw new KeyServiceUnanswered("throttled", "throttled");
  });
  await expect(keep(keepRotation)).rejects.toThrow(KeyServiceUnanswered);
  expect(keepRotation).toHaveBeenCalledTimes(3);
  expect(log.warn).not.toHaveBeenCalled();
});

test("where one operator's key wraps everything there is nothing to do", async () => {
  expect(await keep()).toBe(0);
});
