import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApiDocument } from "../../src/modules/openapi/routes.ts";
import { startTestApi, type TestApi, type TestTenant } from "./api.ts";
import type { Answer, Call } from "./edge-client.ts";
import { bodyFor, type Operation, operationsOf, pathFor } from "./operations.ts";

/**
 * Every operation of the OpenAPI document, asked by tenant B with tenant A's ids. A route that is added is in here
 * without anybody adding it; one that needs ids of a new kind fails until `idsOf` knows how to make them.
 */
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
let tokens: { readonly a: string; readonly b: string };
let operations: readonly Operation[];
let theirs: Readonly<Record<string, string>>;

/** Words that only tenant A's data hold. */
const canaries = ["canary-flow", "canary-person", "canary-a.test", "203.0.113.0"];

beforeAll(async () => {
  api = await startTestApi();
  a = await api.addTenant("canary-a");
  b = await api.addTenant("tenant-b");
  tokens = { a: await a.signIn(), b: await b.signIn() };
  const post = (path: string, body: object) => api.call(a.slug, path, { method: "POST", token: tokens.a, body });
  const flow = await post("/api/v1/flows", { name: "canary-flow", definition: { secret: "canary-flow" } });
  const trashed = await post("/api/v1/flows", { name: "canary-flow trashed" });
  await api.call(a.slug, `/api/v1/flows/${trashed.json.id}`, { method: "DELETE", token: tokens.a });
  const user = await a.addUser("canary-person", ["viewer"]);
  const allow = ["203.0.113.0/24", "198.51.100.0/24"];
  await api.call(a.slug, "/api/v1/security/allowlist", { method: "PUT", token: tokens.a, body: { allow } });
  operations = operationsOf(openApiDocument(api.server.api, api.product));
  theirs = { flows: String(flow.json.id), users: user.id, "sign-up": randomUUID() };
});
afterAll(() => api.close());

const asked = (
  operation: Operation,
  ids: (resource: string) => string,
  call: Call,
  slug: string | null,
): Promise<Answer> =>
  api.call(slug, pathFor(operation, ids), { method: operation.method, ...bodyFor(operation), ...call });

const ofTenants = () => operations.filter(({ plane }) => plane === "tenant");
const withoutInstance = ({ status, headers, text, json }: Answer) => ({
  status,
  fields: Object.entries({ ...headers, date: "", "x-request-id": "" }),
  text: text.replace(String(json.instance), ""),
});

test("the document lists every route that is served, and each is of one plane", () => {
  expect(operations.length).toBeGreaterThan(20);
  const documented = new Set(operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`));
  const served = api.server.api.routes
    .filter(({ path, method }) => method !== "ALL" && !/^\/(internal\/|health|metrics|openapi)/.test(path))
    .map(({ path, method }) => `${method} ${path}`);
  expect([...new Set(served)].sort()).toEqual([...documented].sort());
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
});

test("without a session every operation of a tenant but sign-in is refused, whatever else it is given", async () => {
  const open = operations.filter(({ plane }) => plane === "visitor").map(({ id }) => id);
  expect(open).toEqual(["signIn"]);
  for (const operation of ofTenants()) {
    for (const token of [undefined, tokens.a, `${b.slug}.${"A".repeat(43)}`, "garbage"]) {
      const answer = await asked(operation, (one) => theirs[one] ?? "", token === undefined ? {} : { token }, b.slug);
      expect([operation.id, answer.status]).toEqual([operation.id, 401]);
      expect(answer.headers["www-authenticate"]).toBe("Bearer");
    }
  }
});

test("another tenant's id is answered byte for byte like one that does not exist", async () => {
  const withIds = ofTenants().filter(({ resource }) => resource !== undefined);
  expect(withIds.map(({ id }) => id)).toContain("getFlow");
  for (const operation of withIds) {
    if (theirs[operation.resource ?? ""] === undefined) throw new Error(`no id of tenant A for ${operation.id}`);
    const foreign = await asked(operation, (one) => theirs[one] ?? "", { token: tokens.b }, b.slug);
    const missing = await asked(operation, () => randomUUID(), { token: tokens.b }, b.slug);
    const noUuid = await asked(operation, () => "not-an-id", { token: tokens.b }, b.slug);
    expect([operation.id, foreign.status]).toEqual([operation.id, 404]);
    expect(withoutInstance(foreign)).toEqual(withoutInstance(missing));
    expect(withoutInstance(noUuid)).toEqual(withoutInstance(missing));
  }
});

test("nothing that tenant B reads holds a word of tenant A's", async () => {
  for (const operation of ofTenants().filter(({ method, resource }) => method === "GET" && resource === undefined)) {
    for (const query of ["", "?limit=100", "?limit=100&trashed=true", `?actor=${a.owner.id}`]) {
      const path = operation.path + query;
      const answer = await api.call(b.slug, path, { token: tokens.b });
      for (const canary of canaries) expect(`${path} ${answer.text}`).not.toContain(canary);
      if (query === "") expect([operation.id, answer.status]).toEqual([operation.id, 200]);
    }
  }
});

test("the canaries are there to be found: tenant A finds them", async () => {
  const found = await Promise.all(
    ["/api/v1/flows", "/api/v1/users", "/api/v1/audit", "/api/v1/security/allowlist"].map((path) =>
      api.call(a.slug, path, { token: tokens.a }),
    ),
  );
  for (const canary of canaries) expect(found.map(({ text }) => text).join()).toContain(canary);
});

test("after all that, tenant A's data are what they were", async () => {
  const flow = await api.call(a.slug, `/api/v1/flows/${theirs.flows}`, { token: tokens.a });
  expect(flow.json).toMatchObject({ name: "canary-flow", version: 1, trashedAt: null });
  const user = await api.call(a.slug, `/api/v1/users/${theirs.users}`, { token: tokens.a });
  expect(user.json).toMatchObject({ state: "active", roles: ["viewer"] });
});

describe("malformed input to every operation", () => {
  test("is a problem of the caller's, never of ours", async () => {
    const odd = [
      "null",
      "[]",
      "{}",
      '"text"',
      "1",
      '{"a":1}',
      `{"name":${"[".repeat(2000)}${"]".repeat(2000)}}`,
      '{"__proto__":{"x":1}}',
      "{",
    ];
    for (const operation of operations) {
      const slug = operation.plane === "tenant" || operation.plane === "visitor" ? b.slug : null;
      const token = operation.plane === "tenant" ? { token: tokens.b } : {};
      if (operation.id === "signOut") continue; // it would succeed, and end what the others need
      const withBody = operation.method !== "GET" && operation.body !== undefined;
      for (const raw of withBody ? odd : [undefined]) {
        const path = `${pathFor(operation, () => randomUUID())}${withBody ? "" : "?limit=-1&cursor=%00&from=x&action=%27"}`;
        const answer = await api.call(slug, path, {
          method: operation.method,
          ...token,
          ...(raw === undefined ? {} : { raw }),
        });
        expect([operation.id, raw, answer.status >= 500]).toEqual([operation.id, raw, false]);
        if (answer.status >= 400) expect(answer.headers["content-type"]).toBe("application/problem+json");
      }
    }
    expect(api.logged.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});
