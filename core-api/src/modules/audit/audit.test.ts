import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestTenant, type TestUser } from "../../../test/api/api.ts";

let api: TestApi;
let acme: TestTenant;
let manager: TestUser;
let owner: string;
beforeAll(async () => {
  api = await startTestApi();
  acme = await api.addTenant("acme");
  owner = await acme.signIn();
  manager = await acme.addUser("manager", ["manager"]);
  const token = await acme.signIn(manager);
  for (let at = 0; at < 5; at++) {
    await api.call("acme", "/api/v1/flows", { method: "POST", token, body: { name: `Flow ${at}` } });
  }
});
afterAll(() => api.close());

const list = async (query: string) => (await api.call("acme", `/api/v1/audit${query}`, { token: owner })).json;

test("records are filtered by action, actor and time", async () => {
  const created = (await list("?action=flow.created")).items ?? [];
  expect(created).toHaveLength(5);
  expect((await list(`?actor=${manager.id}&action=flow.created`)).items).toHaveLength(5);
  expect((await list(`?actor=${acme.owner.id}&action=flow.created`)).items).toHaveLength(0);
  const third = String(created[2]?.occurredAt);
  const since = (await list(`?action=flow.created&from=${third}`)).items ?? [];
  const before = (await list(`?action=flow.created&to=${third}`)).items ?? [];
  expect(since.length + before.length).toBe(5);
  expect(since.length).toBeGreaterThanOrEqual(3);
  for (const wrong of ["?from=yesterday", "?actor=me", "?action=DROP", "?cursor=x"]) {
    expect((await api.call("acme", `/api/v1/audit${wrong}`, { token: owner })).status).toBe(422);
  }
});

test("pages follow each other although every reading adds a record", async () => {
  const seen: unknown[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await list(`?limit=3${cursor === undefined ? "" : `&cursor=${cursor}`}`);
    seen.push(...(page.items ?? []).map(({ id }) => id));
    cursor = page.nextCursor;
  } while (typeof cursor === "string");
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(8);
});

test("reading is a record too, with what was asked for", async () => {
  await list("?action=flow.created&limit=2");
  expect((await list("?action=audit.read")).items?.[0]).toMatchObject({
    actor: { id: acme.owner.id },
    details: { filter: { action: "flow.created" }, count: 2 },
  });
});

test("whoever may not read the log gets nothing, and that is in it", async () => {
  const token = await acme.signIn(manager);
  expect((await api.call("acme", "/api/v1/audit", { token })).status).toBe(403);
  expect((await list("?action=access.denied")).items?.[0]).toMatchObject({
    outcome: "denied",
    actor: { id: manager.id, email: manager.email },
    details: { route: "GET /api/v1/audit", missing: "audit:read" },
  });
});

test("personal fields that cannot be opened are null; the record stays", async () => {
  const sql = api.databases.superuser(api.databases.tenants);
  await sql`
    insert into tenant.audit_event (org_id, actor_kind, action, request_id, pii)
    select org_id, 'user', 'flow.created', 'moved', pii from tenant.audit_event where pii is not null limit 1`;
  const moved = (await list("?action=flow.created")).items?.find(({ requestId }) => requestId === "moved");
  expect(moved).toMatchObject({ actor: { email: null }, address: null, userAgent: null });
});

test("a change whose record cannot be written does not happen", async () => {
  const sql = api.databases.superuser(api.databases.tenants);
  const count = async () => (await list("?action=flow.created")).items?.length;
  const flows = async () => (await sql`select count(*)::int as count from tenant.flow`)[0]?.count;
  const [before, records] = [await flows(), await count()];
  await sql.unsafe("alter table tenant.audit_event add constraint no_more check (action not like 'flow.%') not valid");
  try {
    const token = await acme.signIn(manager);
    const answer = await api.call("acme", "/api/v1/flows", { method: "POST", token, body: { name: "Unrecorded" } });
    expect([answer.status, answer.json.type]).toEqual([500, "urn:bailiwick:problem:internal"]);
    expect(answer.text).not.toContain("no_more");
  } finally {
    await sql.unsafe("alter table tenant.audit_event drop constraint no_more");
  }
  expect([await flows(), await count()]).toEqual([before, records]);
});
