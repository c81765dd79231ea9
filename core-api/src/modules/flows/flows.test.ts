import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestTenant } from "../../../test/api/api.ts";

let api: TestApi;
let acme: TestTenant;
let token: string;
beforeAll(async () => {
  api = await startTestApi();
  acme = await api.addTenant("acme");
  token = await acme.signIn();
});
afterAll(() => api.close());

const path = "/api/v1/flows";
const create = async (name: string) => {
  const answer = await api.call("acme", path, { method: "POST", token, body: { name, definition: { steps: [1] } } });
  expect(answer.status).toBe(201);
  return answer;
};

test("a flow is created, read, changed by version and read again", async () => {
  const made = await create("First");
  expect(made.headers.etag).toBe('"1"');
  expect(made.headers.location).toBe(`${path}/${made.json.id}`);
  expect(made.json).toMatchObject({ name: "First", version: 1, createdBy: acme.owner.id, trashedAt: null });

  const change = { name: "Second", description: "now", definition: { steps: [] } };
  const url = `${path}/${made.json.id}`;
  const put = (extra: object, ifMatch?: string) =>
    api.call("acme", url, { method: "PUT", token, body: { ...change, ...extra }, headers: { "if-match": ifMatch } });
  expect((await put({})).status).toBe(428);
  expect((await put({}, '"2"')).status).toBe(412);
  expect((await put({}, 'W/"1"')).status).toBe(422);
  expect((await put({ version: 1 }, '"2"')).status).toBe(422);
  const changed = await put({}, '"1"');
  expect(changed.status).toBe(200);
  expect(changed.json).toMatchObject({ name: "Second", version: 2 });
  expect((await put({ version: 1 })).status).toBe(412);
  expect((await put({ version: 2 })).json).toMatchObject({ version: 3 });

  const versions = await api.call("acme", `${url}/versions`, { token });
  expect(versions.json.items?.map(({ version }) => version)).toEqual([3, 2, 1]);
  expect(versions.json.items?.at(-1)).toMatchObject({ name: "First", definition: { steps: [1] } });
});

test("two changes of one version at the same time: one wins, the other is told", async () => {
  const { json } = await create("Contended");
  const put = (name: string) =>
    api.call("acme", `${path}/${json.id}`, {
      method: "PUT",
      token,
      body: { name, description: "", definition: {}, version: 1 },
    });
  // All three are held up at the row, so that each has seen version 1 if it looked before it locked.
  const sql = api.databases.superuser(api.databases.tenants);
  const answers = await sql.begin(async (tx) => {
    await tx`select from tenant.flow where id = ${String(json.id)} for update`;
    const under = ["a", "b", "c"].map(put);
    await new Promise((resolve) => setTimeout(resolve, 150));
    return { under };
  });
  const statuses = (await Promise.all(answers.under)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, 412, 412]);
});

test("a flow in the trash is gone until it is restored", async () => {
  const { json } = await create("Trashed");
  const url = `${path}/${json.id}`;
  expect((await api.call("acme", url, { method: "DELETE", token, headers: { "if-match": '"9"' } })).status).toBe(412);
  const gone = await api.call("acme", url, { method: "DELETE", token });
  expect(gone.status).toBe(204);
  expect(gone.headers["content-type"]).toBeUndefined();
  expect((await api.call("acme", url, { token })).status).toBe(404);
  expect((await api.call("acme", url, { method: "DELETE", token })).status).toBe(404);
  const ids = async (query: string) =>
    (await api.call("acme", `${path}${query}`, { token })).json.items?.map(({ id }) => id);
  expect(await ids("?limit=100")).not.toContain(json.id);
  expect(await ids("?limit=100&trashed=true")).toContain(json.id);
  expect((await api.call("acme", `${url}/restore`, { method: "POST", token })).status).toBe(200);
  expect((await api.call("acme", `${url}/restore`, { method: "POST", token })).status).toBe(409);
  expect((await api.call("acme", url, { token })).status).toBe(200);
});

test("pages follow each other without a gap or a repetition, whatever is added meanwhile", async () => {
  for (let at = 0; at < 7; at++) await create(`Page ${at}`);
  const seen: unknown[] = [];
  let cursor: unknown = "";
  while (cursor !== null) {
    const query = cursor === "" ? "" : `&cursor=${cursor}`;
    const { json } = await api.call("acme", `${path}?limit=3${query}`, { token });
    seen.push(...(json.items ?? []).map(({ id }) => id));
    cursor = json.nextCursor;
    if (seen.length === 3) await create("Added meanwhile");
  }
  expect(new Set(seen).size).toBe(seen.length);
  const all = await api.call("acme", `${path}?limit=100`, { token });
  expect(all.json.items?.slice(1).map(({ id }) => id)).toEqual(seen);
  for (const wrong of ["?limit=0", "?limit=101", "?cursor=zzz", "?limit=x"]) {
    expect((await api.call("acme", path + wrong, { token })).status).toBe(422);
  }
});

test("every change has its record in the audit log", async () => {
  const { json } = await create("Audited");
  const url = `${path}/${json.id}`;
  await api.call("acme", url, {
    method: "PUT",
    token,
    body: { name: "Renamed", description: "", definition: {}, version: 1 },
  });
  await api.call("acme", url, { method: "DELETE", token });
  await api.call("acme", `${url}/restore`, { method: "POST", token });
  const { items } = (await api.call("acme", "/api/v1/audit?limit=10", { token })).json;
  const own = items?.filter(({ target }) => target?.id === json.id);
  expect(own?.map(({ action }) => action)).toEqual(["flow.restored", "flow.trashed", "flow.updated", "flow.created"]);
  expect(own?.[2]).toMatchObject({
    outcome: "success",
    actor: { kind: "user", id: acme.owner.id, role: "owner", email: acme.owner.email },
    address: "198.51.100.7",
    userAgent: "test/1",
    details: { before: { name: "Audited", version: 1 }, after: { name: "Renamed", version: 2 } },
  });
});

describe("refusals", () => {
  test("a viewer reads and changes nothing, and the attempt is recorded", async () => {
    const { json } = await create("Guarded");
    const viewer = await acme.signIn(await acme.addUser("viewer", ["viewer"]));
    expect((await api.call("acme", `${path}/${json.id}`, { token: viewer })).status).toBe(200);
    const denied = await api.call("acme", path, { method: "POST", token: viewer, body: { name: "No" } });
    expect(denied.status).toBe(403);
    expect(denied.headers["content-type"]).toBe("application/problem+json");
    const { items } = (await api.call("acme", "/api/v1/audit?action=access.denied", { token })).json;
    expect(items?.[0]).toMatchObject({ outcome: "denied", details: { route: `POST ${path}`, missing: "flow:write" } });
  });

  test.each([
    [{}, "body.name"],
    [{ name: "" }, "body.name"],
    [{ name: "x", extra: "canary" }, "body"],
    [{ name: "x", canary: 1 }, "body"],
    [{ name: "x", definition: [] }, "body.definition"],
    [{ name: "x", definition: { a: "\u0000" } }, "body.definition"],
    [{ name: "x".repeat(201) }, "body.name"],
  ])("%j is not a flow", async (body, place) => {
    const answer = await api.call("acme", path, { method: "POST", token, body });
    expect(answer.status).toBe(422);
    expect(answer.json.violations?.[0]?.path).toBe(place);
    expect(answer.text).not.toContain("canary");
  });
});
