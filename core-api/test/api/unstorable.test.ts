import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adminKey, startTestApi, type TestApi, type TestTenant } from "./api.ts";

let api: TestApi;
let acme: TestTenant;
let token: string;
let flowId: string;
beforeAll(async () => {
  api = await startTestApi();
  acme = await api.addTenant("acme");
  token = await acme.signIn();
  flowId = String((await api.call("acme", "/api/v1/flows", { method: "POST", token, body: { name: "one" } })).json.id);
});
afterAll(() => api.close());

/** JSON as it is sent: an escape in it is the caller's. */
const send = (method: string, path: string, raw: string, headers: Record<string, string> = {}) =>
  api.call("acme", path, { method, token, raw, headers: { "content-type": "application/json", ...headers } });
const signUp = (raw: string) =>
  api.call(null, "/api/v1/sign-up", { method: "POST", raw, headers: { "content-type": "application/json" } });
const nested = (depth: number) => `${"[".repeat(depth)}1${"]".repeat(depth)}`;
const flow = (definition: string) => `{"name":"x","description":"","definition":${definition}}`;

describe.each([
  ["a null character", "\\u0000"],
  ["half a character", "\\ud800"],
])("%s", (_, bad) => {
  test.each([
    ["the name of a flow", () => send("POST", "/api/v1/flows", `{"name":"a${bad}b"}`), "body.name"],
    ["its description", () => send("POST", "/api/v1/flows", `{"name":"a","description":"${bad}"}`), "body.description"],
    [
      "a value of its definition",
      () => send("POST", "/api/v1/flows", flow(`{"a":[{"b":"${bad}"}]}`)),
      "body.definition",
    ],
    ["a key of its definition", () => send("POST", "/api/v1/flows", flow(`{"a":{"${bad}":1}}`)), "body.definition"],
    [
      "a change of a flow",
      () => send("PUT", `/api/v1/flows/${flowId}`, flow(`{"${bad}":1}`), { "if-match": "*" }),
      "body.definition",
    ],
    [
      "the name of a user",
      () => send("POST", "/api/v1/users", `{"email":"n@acme.test","name":"a${bad}"}`),
      "body.name",
    ],
    ["a change of a user", () => send("PATCH", `/api/v1/users/${acme.owner.id}`, `{"name":"a${bad}"}`), "body.name"],
    [
      "an address to sign in with",
      () => send("POST", "/api/v1/auth/sign-in", `{"email":"a${bad}@acme.test","password":"xxxxxxxxxxxx"}`),
      "body.email",
    ],
    [
      "an organisation",
      () =>
        signUp(
          `{"organisation":"a${bad}","slug":"nulls","plan":"small","owner":{"email":"o@x.test","name":"O","password":"a good long password"}}`,
        ),
      "body.organisation",
    ],
    [
      "the name of an owner",
      () =>
        signUp(
          `{"organisation":"a","slug":"nulls","plan":"small","owner":{"email":"o@x.test","name":"${bad}","password":"a good long password"}}`,
        ),
      "body.owner.name",
    ],
  ])("in %s is refused", async (_place, request, path) => {
    const { status, json } = await request();
    expect([status, json.violations?.map((one) => one.path)]).toEqual([422, [path]]);
  });
});

test("what only looks like an escape is kept as it is", async () => {
  const { status, json } = await send(
    "POST",
    "/api/v1/flows",
    flow(String.raw`{"a":"\\u0000 \ud83d\ude00","b":"\\ud800"}`),
  );
  expect([status, json.definition]).toEqual([201, { a: "\\u0000 😀", b: "\\ud800" }]);
});

test.each([5_000, 100_000])("a definition %i levels deep is refused", async (depth) => {
  const { status, json } = await send("POST", "/api/v1/flows", flow(`{"a":${nested(depth)}}`));
  expect([status, json.violations?.map(({ path }) => path)]).toEqual([422, ["body.definition"]]);
});

test("a definition may be a hundred levels deep, and no more", async () => {
  expect((await send("POST", "/api/v1/flows", flow(`{"a":${nested(99)}}`))).status).toBe(201);
  expect((await send("POST", "/api/v1/flows", flow(`{"a":${nested(100)}}`))).status).toBe(422);
});

test("a number that would be kept as null is refused", async () => {
  expect((await send("POST", "/api/v1/flows", flow(`{"a":1e400}`))).status).toBe(422);
});

test.each([
  [() => `/api/v1/flows/${flowId}/versions?before=99999999999`, "query.before"],
  [() => "/api/v1/audit?from=0000-01-01T00:00:00Z", "query.from"],
  [() => "/api/v1/audit?to=0001-01-01T00:00:00%2B01:00", "query.to"],
  [() => "/api/v1/audit?from=2020-01-01T00:00:00%2B23:59", "query.from"],
  [() => "/api/v1/audit?to=9999-12-31T23:59:59-14:00", "query.to"],
])("%s is refused", async (path, place) => {
  const { status, json } = await api.call("acme", path(), { token });
  expect([status, json.violations?.map((one) => one.path)]).toEqual([422, [place]]);
});

test.each([
  "/api/v1/audit?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.999999999999Z",
  "/api/v1/audit?from=2020-01-01T00:00:00%2B14:00",
])("%s is answered", async (path) => {
  expect((await api.call("acme", path, { token })).status).toBe(200);
});

test("a tenant by a name that none can have is not there", async () => {
  const headers = { "x-admin-api-key": adminKey };
  for (const slug of ["%00", "a%00", "A", "%F0%9F%98%80"]) {
    expect([slug, (await api.call(null, `/api/v1/admin/tenants/${slug}`, { headers })).status]).toEqual([slug, 404]);
  }
});

test("a body that is no JSON is told so", async () => {
  for (const raw of ["{", "", "{'a':1}"]) {
    const { status, json } = await send("POST", "/api/v1/flows", raw);
    expect([raw, status, json.detail]).toEqual([raw, 400, "The body is not valid JSON."]);
  }
});

test("none of it made the database complain", () => {
  expect(api.logged.filter((line) => line.includes("a route failed"))).toEqual([]);
});
