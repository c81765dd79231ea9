import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generatePinKeyPair } from "@bailiwick/contract/pins";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  maxAttempts,
  runSignUp,
  type SignUpStep,
  signUpSteps,
  strandedSignUps,
} from "../../src/modules/sign-up/index.ts";
import { createTestDatabases, dropDatabase, type TestDatabases } from "../postgres.ts";
import { here, openRegion, type RegionFacts, type TestRegion } from "./region.ts";

let databases: TestDatabases;
let facts: RegionFacts;
let region: TestRegion;
const dedicated: string[] = [];

beforeAll(async () => {
  databases = await createTestDatabases();
  const { privateKey, publicKey } = await generatePinKeyPair();
  facts = {
    url: databases.url,
    appPassword: databases.passwords.app,
    adminPassword: databases.passwords.platformAdmin,
    migratorPassword: databases.passwords.migrator,
    blobFolder: mkdtempSync(join(tmpdir(), "bailiwick-blobs-")),
    privateKey,
    registry: {
      product: "sample",
      globalUrl: "https://sample.example",
      regions: [{ id: here, jurisdiction: "eu", baseUrl: `https://${here}.sample.example`, pinKeys: [publicKey] }],
    },
    encryptionKey: randomBytes(32).toString("base64"),
    pepper: randomBytes(32).toString("base64"),
  };
  region = await openRegion(facts);
  await region.tools.publishPins();
  await region.readMap();
});

afterAll(async () => {
  await region.close();
  for (const name of dedicated) await dropDatabase(databases, name);
  await databases.drop();
  rmSync(facts.blobFolder, { recursive: true });
});

const begin = async (slug: string, plan: string, key: string | null = null): Promise<{ id: string; same: boolean }> => {
  const owner = { email: `owner@${slug}.test`, name: "Owner", passwordHash: "$2b$12$hash" };
  const request = { organisation: `The ${slug} company`, slug, plan, region: here, owner };
  const hash = key === null ? null : Buffer.from(key);
  const [row] = await region.tools.catalog<{ id: string; same: boolean }[]>`
    select id, same from catalog.sign_up_begin(${hash}, ${JSON.stringify(request)})`;
  if (row === undefined) throw new Error("no sign-up was recorded");
  if (plan === "enterprise") dedicated.push(`tenant_${slug.replaceAll("-", "_")}`);
  return row;
};

/** What stands in every place a sign-up writes to, counted. */
const traces = async (id: string) => {
  const { catalog } = region.tools;
  const [org] = await catalog<{ slug: string; state: string; database: string }[]>`
    select o.slug, o.state, d.name as database from catalog.org o
      join catalog.tenant_database d on d.id = o.database_id where o.id = ${id}`;
  const [counts] = await catalog<{ keys: number; events: number; state: string; request: string }[]>`
    select (select count(*)::int from catalog.tenant_key where org_id = ${id}) as keys,
           (select count(*)::int from catalog.platform_event where target_id = ${id} and action = 'tenant.created') as events,
           state, request::text from catalog.sign_up where id = ${id}`;
  if (org === undefined) return { org, counts, rows: undefined };
  const rows = await region.tools.database.withOrg({ orgId: id, database: org.database }, async (tx) => {
    const [one] = await tx<{ users: number; roles: number; events: number }[]>`
      select (select count(*)::int from tenant.app_user) as users,
             (select count(*)::int from tenant.user_roles where role = 'owner') as roles,
             (select count(*)::int from tenant.audit_event where action = 'tenant.created') as events`;
    return one;
  });
  return { org, counts, rows };
};

const expectWhole = async (id: string, slug: string, database: string): Promise<void> => {
  const { org, counts, rows } = await traces(id);
  expect(org).toEqual({ slug, state: "active", database });
  expect(counts).toMatchObject({ keys: 1, events: 1, state: "done" });
  expect(counts?.request).not.toContain("$2b$12$hash");
  expect(rows).toEqual({ users: 1, roles: 1, events: 1 });
  await region.readMap();
  expect(await region.directory.lookup(slug)).toMatchObject({ kind: "pinned", region: here, state: "active" });
};

const killedAt = (id: string, step: string, moment: string): Promise<NodeJS.Signals | null> =>
  new Promise((resolve) => {
    const script = fileURLToPath(new URL("killed-worker.ts", import.meta.url));
    const child = spawn(process.execPath, [script, JSON.stringify(facts), id, step, moment], { stdio: "inherit" });
    child.once("exit", (_, signal) => resolve(signal));
  });

test.each(signUpSteps.flatMap(({ name }) => ["before", "after"].map((moment) => [moment, name] as const)))(
  "a worker killed %s %s is followed by one that completes the same tenant, once",
  async (moment, step) => {
    const slug = `${moment}-${step}`;
    const plan = step === "place" || step === "create-owner" ? "enterprise" : "team";
    const { id } = await begin(slug, plan);
    expect(await killedAt(id, step, moment)).toBe("SIGKILL");
    expect((await traces(id)).counts?.state).not.toBe("done");
    await expect.poll(() => runSignUp(region.tools, id), { timeout: 10_000 }).toBe("done");
    await expectWhole(id, slug, plan === "enterprise" ? `tenant_${slug.replaceAll("-", "_")}` : databases.tenants);
    expect(await runSignUp(region.tools, id)).toBe("already ended");
  },
  30_000,
);

test("two workers at one job make one tenant", async () => {
  const { id } = await begin("twice", "team");
  const outcomes = await Promise.all([runSignUp(region.tools, id), runSignUp(region.tools, id)]);
  expect(outcomes).toContain("done");
  expect(outcomes.every((outcome) => outcome !== "failed")).toBe(true);
  await expectWhole(id, "twice", databases.tenants);
});

test("of two requests for one slug the second is refused and leaves nothing", async () => {
  const first = await begin("contested", "team");
  const second = await begin("contested", "team");
  expect(await runSignUp(region.tools, first.id)).toBe("done");
  expect(await runSignUp(region.tools, second.id)).toBe("failed");
  const { org, counts } = await traces(second.id);
  expect(org).toBeUndefined();
  expect(counts).toMatchObject({ keys: 0, events: 0, state: "failed" });
  expect(counts?.request).not.toContain("$2b$12$hash");
  await expectWhole(first.id, "contested", databases.tenants);
});

test("the same idempotency key is the same sign-up; with another body it is told apart", async () => {
  const first = await begin("repeated", "team", "key 1");
  expect(await begin("repeated", "team", "key 1")).toEqual({ id: first.id, same: true });
  expect(await begin("different", "team", "key 1")).toMatchObject({ same: false });
});

/** The steps as they are, but the named one never succeeds. */
const broken = (name: string): readonly SignUpStep[] =>
  signUpSteps.map((one) => (one.name === name ? { name, run: () => Promise.reject(new Error("secret detail")) } : one));

const signUp = async (id: string) => {
  const [row] = await region.tools.catalog<{ state: string; error: { code: string; message: string } | null }[]>`
    select state, error from catalog.sign_up where id = ${id}`;
  return row;
};

test("a step that fails is recorded without its inside, is left alone for longer each time, and can still succeed", async () => {
  const { id } = await begin("unlucky", "team");
  for (let attempt = 1; attempt <= 3; attempt++) {
    await expect(runSignUp(region.tools, id, broken("create-key"))).rejects.toThrow("secret detail");
  }
  const open = await signUp(id);
  expect(open).toMatchObject({ state: "running", error: { code: "trying-again", attempts: 3 } });
  expect(JSON.stringify(open)).not.toContain("secret");
  const stand = (seconds: number) =>
    region.tools
      .catalog`update catalog.sign_up set updated_at = now() - make_interval(secs => ${seconds}) where id = ${id}`;
  await stand(30 * 8 - 5);
  expect(await strandedSignUps(region.tools.catalog, 30)).not.toContain(id);
  await stand(30 * 8 + 5);
  expect(await strandedSignUps(region.tools.catalog, 30)).toContain(id);
  expect(await runSignUp(region.tools, id)).toBe("done");
  await expectWhole(id, "unlucky", databases.tenants);
  expect((await signUp(id))?.error).toBeNull();
});

test("a sign-up that never succeeds is given up, leaves nobody's data and frees its slug", async () => {
  const { id } = await begin("hopeless", "team");
  await expect(runSignUp(region.tools, id, broken("activate"))).rejects.toThrow();
  await region.tools.catalog`
    update catalog.sign_up set error = jsonb_build_object('attempts', ${maxAttempts - 1}::int) where id = ${id}`;
  expect(await runSignUp(region.tools, id, broken("activate"))).toBe("failed");
  expect(await signUp(id)).toMatchObject({ state: "failed", error: { code: "given-up" } });
  const { org, counts } = await traces(id);
  expect(org).toBeUndefined();
  expect(counts).toMatchObject({ keys: 0, events: 0 });
  const left = await region.tools.database.withOrg({ orgId: id, database: databases.tenants }, async (tx) => {
    return tx<{ email: string }[]>`select email from tenant.app_user`;
  });
  expect([...left]).toEqual([]);
  const again = await begin("hopeless", "team");
  expect(await runSignUp(region.tools, again.id)).toBe("done");
  await expectWhole(again.id, "hopeless", databases.tenants);
});

test("a tenant that is open is never given up, however long its map is not published", async () => {
  const { id } = await begin("unpublished", "team");
  await expect(runSignUp(region.tools, id, broken("publish"))).rejects.toThrow();
  await region.tools.catalog`
    update catalog.sign_up set error = jsonb_build_object('attempts', ${maxAttempts}::int) where id = ${id}`;
  await expect(runSignUp(region.tools, id, broken("publish"))).rejects.toThrow();
  expect(await runSignUp(region.tools, id)).toBe("done");
  await expectWhole(id, "unpublished", databases.tenants);
});
