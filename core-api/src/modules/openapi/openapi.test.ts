import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adminKey, startTestApi, type TestApi } from "../../../test/api/api.ts";

interface Described {
  readonly operationId: string;
  readonly security: readonly Record<string, unknown>[];
  readonly requestBody?: unknown;
  readonly "x-permission"?: string;
  readonly responses: Record<string, { readonly description: string; readonly content?: Record<string, unknown> }>;
}

let api: TestApi;
let operations: readonly (readonly [string, Described])[];
let document: Record<string, unknown>;
beforeAll(async () => {
  api = await startTestApi();
  document = (await api.call(null, "/openapi.json")).json;
  operations = Object.entries(document.paths as Record<string, Record<string, Described>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  );
});
afterAll(() => api.close());

test("the document is OpenAPI 3.1 and every reference in it leads somewhere", () => {
  expect(document.openapi).toBe("3.1.0");
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? "");
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references) {
    const found = reference.split("/").reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], document);
    expect([reference, found]).not.toEqual([reference, undefined]);
  }
});

test("every operation says who may call it and how it fails", () => {
  const schemes = Object.keys((document.components as { securitySchemes: object }).securitySchemes);
  expect(schemes.sort()).toEqual(["adminKey", "bearer", "cookie"]);
  for (const [name, { operationId, security, responses }] of operations) {
    expect([name, operationId]).toEqual([name, expect.stringMatching(/^[a-z][A-Za-z]+$/)]);
    expect([name, security]).toEqual([name, expect.any(Array)]);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(["421", "500", "503"]));
    if (security.length > 0) expect(Object.keys(responses)).toContain("401");
    for (const [status, { content = {} }] of Object.entries(responses)) {
      const types = Number(status) >= 400 ? ["application/problem+json"] : ["application/json"];
      if (status !== "204") expect([name, status, Object.keys(content)]).toEqual([name, status, types]);
    }
  }
});

test("what only the edge or the operator may see is not in it", () => {
  expect(operations.filter(([name]) => /internal|metrics|health/.test(name))).toEqual([]);
});

test("what edge and front door may answer is in it too, by the names of the wire", () => {
  for (const [name, { security, requestBody, responses }] of operations) {
    const told = Object.values(responses)
      .flatMap(({ description }) => [...description.matchAll(/\(`([a-z-]+)`\)/g)])
      .map(([, type]) => type);
    const edge = ["bad-request", "not-canonical", "quota-exceeded", "abnormal-usage-detected", "headers-too-large"];
    const behind = ["bad-gateway", "gateway-timeout", "temporary-reduced-capacity", "unavailable"];
    const body = requestBody === undefined ? [] : ["length-required", "body-too-large", "unsupported-media-type"];
    const tenant = security.some((one) => "bearer" in one) ? ["address-not-allowed", "tenant-unavailable"] : [];
    expect([name, told]).toEqual([name, expect.arrayContaining([...edge, ...behind, ...body, ...tenant])]);
    expect(told).not.toContain("reduced-capacity");
  }
});

test("the permission it names is the one that is asked for", async () => {
  const acme = await api.addTenant("acme");
  const owner = await acme.signIn();
  const token = await acme.signIn(await acme.addUser("powerless", []));
  const bodies: Record<string, unknown> = {
    createUser: { email: "n@acme.test", name: "N" },
    updateUser: { name: "N" },
    createFlow: { name: "N" },
    updateFlow: { name: "N", description: "", definition: {}, version: 1 },
    replaceAllowlist: { allow: [] },
  };
  const asked: string[] = [];
  for (const [name, { operationId, security, "x-permission": permission }] of operations) {
    if (!security.some((one) => "bearer" in one) || operationId === "signOut") continue;
    const [method = "", path = ""] = name.split(" ");
    const target = path.replace("{id}", randomUUID()).replace("{role}", "viewer");
    const { status } = await api.call("acme", target, {
      method: method.toUpperCase(),
      token,
      body: bodies[operationId],
    });
    expect([operationId, status === 403]).toEqual([operationId, permission !== undefined]);
    if (permission !== undefined) asked.push(permission);
  }
  expect(asked.length).toBeGreaterThan(15);
  const { items = [] } = (await api.call("acme", "/api/v1/audit?limit=100&action=access.denied", { token: owner }))
    .json;
  expect(items.map(({ details }) => (details as { missing: string }).missing).reverse()).toEqual(asked);
});

test("a version is told as an entity tag, the forms of a slug and of a new password are told, a second factor is not", () => {
  const tagged = operations.filter(([, { responses }]) => JSON.stringify(responses).includes('"etag"'));
  expect(tagged.map(([, { operationId }]) => operationId)).toEqual([
    "createFlow",
    "getFlow",
    "updateFlow",
    "restoreFlow",
  ]);
  const { NewPassword, NewTenant, Role } = (document.components as { schemas: Record<string, unknown> }).schemas;
  expect(NewPassword).toMatchObject({ minLength: api.product.passwords.minLength, maxLength: 72 });
  expect(NewTenant).toMatchObject({
    properties: {
      slug: { minLength: 3, maxLength: 40, pattern: expect.any(String) },
    },
  });
  expect(JSON.stringify(Role)).not.toContain("mfa");
});

test("whoever is refused as administrator is not told to sign in", async () => {
  for (const headers of [{}, { "x-admin-api-key": `${adminKey}?` }]) {
    const { status, json } = await api.call(null, "/api/v1/admin/tenants", { headers });
    expect([status, json.detail]).toEqual([401, "The administrator's key in X-Admin-Api-Key is missing or wrong."]);
  }
});
