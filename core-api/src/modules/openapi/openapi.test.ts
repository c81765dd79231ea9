import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../../../test/api/api.ts";

interface Described {
  readonly operationId: string;
  readonly security: readonly Record<string, unknown>[];
  readonly responses: Record<string, { readonly content?: Record<string, unknown> }>;
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
