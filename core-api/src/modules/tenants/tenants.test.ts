import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { adminKey, elsewhere, here, startTestApi, type TestApi } from "../../../test/api/api.ts";
import type { Call } from "../../../test/api/edge-client.ts";
import { testProduct } from "../../../test/api/product.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const wanted = (slug: string, changes: object = {}) => ({
  organisation: "Acme",
  slug,
  plan: "small",
  owner: { email: "ana@acme.test", name: "Ana", password: "a good long password" },
  ...changes,
});
const signUp = (body: unknown, call: Call = {}) => api.call(null, "/api/v1/sign-up", { method: "POST", body, ...call });
const admin = (path: string, call: Call = {}) =>
  api.call(null, `/api/v1/admin/tenants${path}`, {
    ...call,
    headers: { "x-admin-api-key": adminKey, ...call.headers },
  });

describe("sign-up", () => {
  test("is accepted, and its progress can be followed without a secret in it", async () => {
    const accepted = await signUp(wanted("acme"));
    expect([accepted.status, accepted.json.state, accepted.json.endpoint]).toEqual([202, "pending", null]);
    expect(accepted.headers.location).toBe(`/api/v1/sign-up/${accepted.json.id}`);
    const progress = await api.call(null, `/api/v1/sign-up/${accepted.json.id}`);
    expect(progress.json).toEqual({ ...accepted.json });
    const { catalog } = api.databases.platform();
    await catalog`update catalog.sign_up set state = 'done' where id = ${String(accepted.json.id)}`;
    const done = await api.call(null, `/api/v1/sign-up/${accepted.json.id}`);
    expect(done.json.endpoint).toBe(`https://acme.${here}.sample.example`);
    const rows = await catalog`select request::text as request from catalog.sign_up`;
    expect(rows.map(({ request }) => request).join()).not.toContain("a good long password");
  });

  test("repeated under the same key is the same sign-up; another body under it is refused", async () => {
    const headers = { "idempotency-key": "one-and-the-same" };
    const first = await signUp(wanted("twice"), { headers });
    const again = await signUp(wanted("twice"), { headers });
    expect(again.json.id).toBe(first.json.id);
    expect((await signUp(wanted("thrice"), { headers })).status).toBe(409);
    expect([first, again].map((one) => one.headers["idempotent-replayed"])).toEqual([undefined, "true"]);
  });

  test("repeated with another password is another request", async () => {
    const headers = { "idempotency-key": "the-same-but-for-a-word" };
    const owner = { email: "ana@acme.test", name: "Ana", password: "another good long password" };
    expect((await signUp(wanted("reworded"), { headers })).status).toBe(202);
    expect((await signUp(wanted("reworded", { owner }), { headers })).status).toBe(409);
  });

  test("a stranger's key is not the administrator's: nobody answers for a request of his", async () => {
    const headers = { "idempotency-key": "tenant create planted cfo@planted.test" };
    const planted = await signUp(wanted("planted"), { headers });
    const created = await admin("", { method: "POST", body: wanted("planted"), headers });
    expect([planted.status, created.status]).toEqual([202, 202]);
    expect(created.json.id).not.toBe(planted.json.id);
    expect(created.headers["idempotent-replayed"]).toBeUndefined();
  });

  test("a key is forgotten after 24 hours", async () => {
    const headers = { "idempotency-key": "kept-for-a-day-only" };
    const first = await signUp(wanted("daily"), { headers });
    const { catalog } = api.databases.platform();
    const age = (hours: number) =>
      catalog`update catalog.sign_up set created_at = now() - make_interval(hours => ${hours}) where id = ${String(first.json.id)}`;
    await age(23);
    expect((await signUp(wanted("daily"), { headers })).json.id).toBe(first.json.id);
    await age(24);
    const later = await signUp(wanted("other-day"), { headers });
    expect([later.status, later.json.id === first.json.id]).toEqual([202, false]);
    const [row] = await catalog<{ digest: Buffer | null }[]>`
      select digest from catalog.sign_up where id = ${String(first.json.id)}`;
    expect(row?.digest).toBeNull();
  });

  test.each([
    [{ plan: "none" }, 422, "body.plan"],
    [{ slug: "Acme" }, 422, "body.slug"],
    [{ slug: "admin" }, 422, "body.slug"],
    [{ slug: "a--b" }, 422, "body.slug"],
    [{ region: elsewhere }, 403, undefined],
    [{ owner: { email: "ana@acme.test", name: "Ana", password: "short" } }, 422, "body.owner.password"],
    [{ owner: { email: "x", name: "Ana", password: "a good long password" } }, 422, "body.owner.email"],
    [{ extra: 1 }, 422, "body"],
  ])("%j is refused before any password is hashed", async (changes, status, place) => {
    const hash = vi.spyOn(api.platform.passwords, "hash");
    const answer = await signUp(wanted("refused", changes));
    expect([answer.status, answer.json.violations?.[0]?.path]).toEqual([status, place]);
    expect(hash).not.toHaveBeenCalled();
    hash.mockRestore();
  });

  test("a plan of another region is sent to that region", async () => {
    const answer = await admin("", { method: "POST", body: wanted("large", { plan: "large" }) });
    const endpoint = `https://${elsewhere}.sample.example`;
    expect([answer.status, answer.json.region, answer.headers["x-sample-region-endpoint"]]).toEqual([
      421,
      elsewhere,
      endpoint,
    ]);
  });

  test("nobody gives himself a plan with a database of its own; the operator may", async () => {
    const hash = vi.spyOn(api.platform.passwords, "hash");
    const refused = await signUp(wanted("large", { plan: "large" }));
    expect([refused.status, refused.json.type]).toEqual([403, "urn:bailiwick:problem:plan-does-not-allow"]);
    expect(hash).not.toHaveBeenCalled();
    hash.mockRestore();
  });

  test("a taken name is a conflict", async () => {
    await api.addTenant("taken");
    expect((await signUp(wanted("taken"))).status).toBe(409);
  });

  test("is for the operator alone where the product says so", async () => {
    const { selfRegistration: _, communityEdition: __, ...rest } = testProduct();
    const closed = await startTestApi({ product: { ...rest, selfRegistration: false } as never });
    try {
      const refused = await closed.call(null, "/api/v1/sign-up", { method: "POST", body: wanted("acme") });
      expect([refused.status, refused.json.type]).toEqual([403, "urn:bailiwick:problem:forbidden"]);
      const created = await closed.call(null, "/api/v1/admin/tenants", {
        method: "POST",
        body: wanted("acme"),
        headers: { "x-admin-api-key": adminKey },
      });
      expect(created.status).toBe(202);
      expect((await closed.call(null, `/api/v1/sign-up/${created.json.id}`)).status).toBe(200);
    } finally {
      await closed.close();
    }
  });

  test("an id that was never given out", async () => {
    for (const id of [randomUUID(), "x"]) expect((await api.call(null, `/api/v1/sign-up/${id}`)).status).toBe(404);
  });
});

describe("the administrator", () => {
  test("needs his key, and nothing else is one", async () => {
    const owner = await (await api.addTenant("owned")).signIn();
    const tries: Call[] = [
      {},
      { headers: { "x-admin-api-key": "" } },
      { headers: { "x-admin-api-key": `${adminKey}x` } },
      { token: owner },
    ];
    for (const call of tries) expect((await api.call(null, "/api/v1/admin/tenants", call)).status).toBe(401);
    expect((await api.call("owned", "/api/v1/flows", { headers: { "x-admin-api-key": adminKey } })).status).toBe(401);
  });

  test("lists, shows and creates tenants, and every use is in the catalog's log", async () => {
    for (const slug of ["one", "two", "three"]) await api.addTenant(slug);
    const first = await admin("?limit=2");
    expect(first.json.items?.map((one) => one.slug)).toEqual(["three", "two"]);
    const second = await admin(`?limit=2&cursor=${first.json.nextCursor}`);
    expect(second.json.items?.[0]?.slug).toBe("one");
    expect((await admin("/two")).json).toMatchObject({
      slug: "two",
      state: "active",
      endpoint: `https://two.${here}.sample.example`,
    });
    expect((await admin("/nobody")).status).toBe(404);
    expect((await admin("", { method: "POST", body: wanted("fresh") })).status).toBe(202);
    const { catalog } = api.databases.platform();
    const events = await catalog`select action, target_id from catalog.platform_event order by id desc limit 4`;
    expect(events.map(({ action, target_id }) => [action, target_id])).toEqual([
      ["tenant.requested", "fresh"],
      ["tenant.shown", "nobody"],
      ["tenant.shown", "two"],
      ["tenant.listed", null],
    ]);
  });

  test("has a region give up a name that it only claims, or that two regions have, and no other", async () => {
    const tenant = await api.addTenant("doubled");
    const { catalog } = api.databases.platform();
    const events = () => catalog`
      select action, target_id, outcome from catalog.platform_event where action = 'tenant.released' order by id`;
    const release = (slug: string) => admin(`/${slug}/release`, { method: "POST" });
    expect((await release("doubled")).status).toBe(409);
    expect((await release("nobody-at-all")).status).toBe(404);
    expect((await api.call(null, "/api/v1/admin/tenants/doubled/release", { method: "POST" })).status).toBe(401);
    await api.publish(elsewhere, [{ tenant: "doubled", state: "active" }]);
    const released = await release("doubled");
    expect([released.status, released.json]).toEqual([
      200,
      { id: tenant.id, slug: "doubled", keptAs: expect.stringMatching(/^released-[0-9a-f]{20}$/) },
    ]);
    expect((await admin("/doubled")).status).toBe(404);
    expect((await admin(`/${released.json.keptAs}`)).json).toMatchObject({ id: tenant.id, state: "suspended" });
    await api.publish(elsewhere, []);

    const claim = await signUp(wanted("only-claimed"));
    await catalog`
      insert into catalog.org (id, slug, name, plan, region, database_id)
      select ${String(claim.json.id)}, 'only-claimed', 'x', 'small', ${here}, d.id
        from catalog.tenant_database d limit 1`;
    expect((await release("only-claimed")).status).toBe(200);
    const progress = await api.call(null, `/api/v1/sign-up/${claim.json.id}`);
    expect(progress.json).toMatchObject({ state: "failed", error: { code: "released" } });
    expect((await events()).map((one) => Object.values(one))).toEqual([
      ["tenant.released", "doubled", "failed"],
      ["tenant.released", null, "failed"],
      ["tenant.released", "doubled", "success"],
      ["tenant.released", "only-claimed", "success"],
    ]);
  });

  test("leaves a trace also where nothing comes of it", async () => {
    const { catalog } = api.databases.platform();
    const [last] = await catalog`select id from catalog.platform_event order by id desc limit 1`;
    expect((await admin("/nosuchtenant")).status).toBe(404);
    expect((await admin("", { method: "POST", body: wanted("admin") })).status).toBe(422);
    const headers = { "x-admin-api-key": "guessed" };
    const statuses = await Promise.all(Array.from({ length: 30 }, async () => (await admin("", { headers })).status));
    expect(new Set(statuses)).toEqual(new Set([401]));
    const events = await catalog`
      select actor_kind, action, target_id, outcome from catalog.platform_event where id > ${last?.id} order by id`;
    const refused = ["anonymous", "admin.refused", null, "denied"];
    expect(events.map((one) => Object.values(one))).toEqual([
      ["platform_admin", "tenant.shown", "nosuchtenant", "failed"],
      ["platform_admin", "tenant.requested", "admin", "failed"],
      ...Array.from({ length: events.length - 2 }, () => refused),
    ]);
    // Enough to be seen, and no more than that: whoever knows no key must not fill the catalog.
    expect(events.length - 2).toBeGreaterThan(4);
    expect(events.length - 2).toBeLessThanOrEqual(10);
  });

  test("gets no answer when the use cannot be recorded, and makes nothing", async () => {
    const sql = api.databases.superuser(api.databases.catalog);
    await sql.unsafe("alter table catalog.platform_event add constraint no_more check (false) not valid");
    try {
      expect((await admin("/two")).status).toBe(500);
      expect((await admin("", { method: "POST", body: wanted("unrecorded") })).status).toBe(500);
      expect(await sql`select from catalog.sign_up where request ->> 'slug' = 'unrecorded'`).toHaveLength(0);
    } finally {
      await sql.unsafe("alter table catalog.platform_event drop constraint no_more");
    }
  });
});
