import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestApi, type TestApi, type TestTenant } from "../../../test/api/api.ts";
import { testProduct } from "../../../test/api/product.ts";

let api: TestApi;
let acme: TestTenant;
let token: string;
beforeAll(async () => {
  api = await startTestApi();
  acme = await api.addTenant("acme");
  token = await acme.signIn();
});
afterAll(() => api.close());

const path = "/api/v1/security/allowlist";
const put = (allow: unknown, address?: string) =>
  api.call("acme", path, { method: "PUT", token, body: { allow }, ...(address === undefined ? {} : { address }) });
const policies = async () => (await api.call(null, "/internal/edge-policies")).json;

test("a list is stored in canonical form, without repetitions, and reaches the edge", async () => {
  expect((await api.call("acme", path, { token })).json).toEqual({ allow: [] });
  expect((await policies()).tenants).toEqual({});
  const answer = await put(["2001:DB8::/32", "198.51.100.0/24", "198.51.100.0/24", "192.0.2.1"]);
  const allow = ["192.0.2.1/32", "198.51.100.0/24", "2001:db8::/32"];
  expect([answer.status, answer.json]).toEqual([200, { allow }]);
  expect((await api.call("acme", path, { token })).json).toEqual({ allow });
  const now = Math.floor(Date.now() / 1000);
  const { issuedAt, notAfter, tenants } = await policies();
  expect(tenants).toEqual({ acme: { allow } });
  expect(Number(issuedAt)).toBeGreaterThanOrEqual(now - 1);
  expect(Number(notAfter)).toBeGreaterThan(now + 60);
});

test("a range that the database prints with an IPv4 part stays itself, and is no IPv4 range", async () => {
  const allow = ["198.51.100.0/24", "::152.0.0.0/101", "::192.0.0.0/98"];
  const stored = ["198.51.100.0/24", "::9800:0/101", "::c000:0/98"];
  expect((await put(allow)).json).toEqual({ allow: stored });
  expect((await api.call("acme", path, { token })).json).toEqual({ allow: stored });
  expect((await policies()).tenants).toEqual({ acme: { allow: stored } });
});

test("nobody shuts himself out", async () => {
  const answer = await put(["203.0.113.0/24"]);
  expect([answer.status, answer.json.type]).toEqual([409, "urn:bailiwick:problem:conflict"]);
  expect((await put(["203.0.113.0/24"], "203.0.113.9")).status).toBe(200);
  expect((await put(["2001:db8::/64"], "2001:db8::7")).status).toBe(200);
  expect((await put([])).status).toBe(200);
});

test("the whole list is refused for one bad entry, and the answer does not repeat it", async () => {
  const answer = await put(["198.51.100.0/24", "canary.example", "10.0.0.1/8"]);
  expect(answer.status).toBe(422);
  expect(answer.json.violations?.map((one) => one.path)).toEqual(["body.allow.1", "body.allow.2"]);
  expect(answer.text).not.toContain("canary");
});

test("reading and changing take their own permissions, and leave their records", async () => {
  const viewer = await acme.signIn(await acme.addUser("viewer", ["viewer"]));
  expect((await api.call("acme", path, { token: viewer })).status).toBe(403);
  const refused = await api.call("acme", path, { method: "PUT", token: viewer, body: { allow: [] } });
  expect(refused.status).toBe(403);
  await put(["198.51.100.0/24"]);
  const { items } = (await api.call("acme", "/api/v1/audit?action=security.allowlist_changed", { token })).json;
  expect(items?.[0]).toMatchObject({ outcome: "success", details: { before: [], after: ["198.51.100.0/24"] } });
});

test("a change without its record does not happen", async () => {
  await put([]);
  const sql = api.databases.superuser(api.databases.tenants);
  await sql.unsafe("alter table tenant.audit_event add constraint no_more check (false) not valid");
  try {
    expect((await put(["198.51.100.0/24"])).status).toBe(500);
  } finally {
    await sql.unsafe("alter table tenant.audit_event drop constraint no_more");
  }
  expect((await api.call("acme", path, { token })).json).toEqual({ allow: [] });
});

test("address rules are for the plans that have them, where the product sells them; an old list may be emptied", async () => {
  const { plans } = testProduct();
  const { small, large } = plans;
  if (small === undefined || large === undefined) throw new Error("the product has other plans");
  const entitled = { ...large, entitlements: [...large.entitlements, "network.allowlist" as const] };
  const sold = await startTestApi({ product: testProduct({ plans: { small, large: entitled } }) });
  try {
    const tenant = await sold.addTenant("small-one");
    const bearer = await tenant.signIn();
    const send = (allow: readonly string[]) =>
      sold.call("small-one", path, { method: "PUT", token: bearer, body: { allow } });
    const refused = await send(["198.51.100.0/24"]);
    expect([refused.status, refused.json.type]).toEqual([403, "urn:bailiwick:problem:plan-does-not-allow"]);
    expect((await send([])).status).toBe(200);
    await sold.databases.platform().catalog`update catalog.org set plan = 'large' where id = ${tenant.id}`;
    await expect.poll(async () => (await send(["198.51.100.0/24"])).status, { timeout: 10_000 }).toBe(200);
  } finally {
    await sold.close();
  }
});

test("changes at the same time follow one another in the log as in the list", async () => {
  await put([]);
  const lists = Array.from({ length: 8 }, (_, at) => ["198.51.100.0/24", `10.${at}.0.0/16`]);
  const answers = await Promise.all(lists.map((list) => put(list)));
  expect(answers.map(({ status }) => status)).toEqual(lists.map(() => 200));
  const { allow } = (await api.call("acme", path, { token })).json;
  const { items = [] } = (await api.call("acme", "/api/v1/audit?limit=9&action=security.allowlist_changed", { token }))
    .json;
  const changes = items.map(({ details }) => details as { before: unknown; after: unknown });
  expect(changes[0]?.after).toEqual(allow);
  for (const [at, { before }] of changes.slice(0, -1).entries()) expect(before).toEqual(changes[at + 1]?.after);
});

test("a change that outlives the process that made it has its record", async () => {
  await put([]);
  const catalog = api.databases.superuser(api.databases.catalog);
  const tenants = api.databases.superuser(api.databases.tenants);
  const hold = await catalog.reserve();
  await hold`begin`;
  await hold`select from catalog.org where slug = 'acme' for update`;
  const answer = put(["198.51.100.0/24", "203.0.113.0/24"]);
  await vi.waitFor(async () => {
    const waiting = await catalog`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    expect(waiting).toHaveLength(1);
  });
  // The tenant's transaction ends as it does when the process dies; the catalog's statement goes on.
  await tenants`
    select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and usename = 'bailiwick_app' and state like 'idle in transaction%'`;
  await hold`commit`;
  hold.release();
  expect((await answer).status).toBe(503);
  expect((await api.call("acme", path, { token })).json.allow).toEqual(["198.51.100.0/24", "203.0.113.0/24"]);
  const { items } = (await api.call("acme", "/api/v1/audit?limit=5", { token })).json;
  expect(items?.find(({ action }) => String(action).startsWith("security.allowlist_change"))).toMatchObject({
    action: "security.allowlist_change_requested",
    details: { after: ["198.51.100.0/24", "203.0.113.0/24"] },
  });
  expect((await put([])).status).toBe(200);
});

test("whoever lost the right while his change waited does not make it", async () => {
  await put([]);
  const user = await acme.addUser("late", ["owner"]);
  const late = await acme.signIn(user);
  const tenants = api.databases.superuser(api.databases.tenants);
  const change = await tenants.reserve();
  await change`begin`;
  await change`select from tenant.app_user where id = ${user.id} for no key update`;
  const answer = api.call("acme", path, { method: "PUT", token: late, body: { allow: ["198.51.100.0/24"] } });
  await vi.waitFor(async () => {
    const waiting = await tenants`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    expect(waiting).toHaveLength(1);
  });
  await change`update tenant.session set ended_at = now() where user_id = ${user.id}`;
  await change`commit`;
  change.release();
  expect((await answer).status).toBe(401);
  expect((await api.call("acme", path, { token })).json).toEqual({ allow: [] });
});
