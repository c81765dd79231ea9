import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeAuthority, makeLeaf } from "../platform/certificates/make.ts";

interface Scripted {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const folder = mkdtempSync(join(tmpdir(), "bailiwick-tenant-create-"));
const id = "01a20dbe-b820-775d-98ee-b8d07b0f25af";
const tenant = { id, slug: "acme", name: "Acme", plan: "team", region: "west", state: "active" };
let server: Server;
/** What the region answers, by method and path, the last one again and again; and what it was sent. */
let script: Record<string, Scripted[]>;
let seen: IncomingMessage[];

beforeAll(async () => {
  const authority = await makeAuthority({ commonName: "Test", days: 1, domains: ["localhost"] });
  const leaf = await makeLeaf({ names: ["localhost"], days: 1, authority });
  writeFileSync(join(folder, "ca.pem"), authority.certificate);
  writeFileSync(join(folder, "password"), "a good long password\n");
  server = createServer({ cert: leaf.certificate, key: leaf.privateKey }, (request, response) => {
    seen.push(request);
    const answers = script[`${request.method} ${request.url}`] ?? [];
    const { status, body, headers } = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 404, body: {} };
    request.resume().on("end", () => response.writeHead(status, headers).end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  seen = [];
  script = {
    "POST /api/v1/admin/tenants": [{ status: 202, body: { id, state: "pending", slug: "acme" } }],
    [`GET /api/v1/sign-up/${id}`]: [
      { status: 200, body: { id, state: "running" } },
      { status: 200, body: { id, state: "done" } },
    ],
    "GET /api/v1/admin/tenants/acme": [{ status: 200, body: tenant }],
  };
});

const create = (...more: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> => {
  const { port } = server.address() as AddressInfo;
  const wanted = "--slug acme --organisation Acme --plan team --owner-name Ana".split(" ");
  const target = ["--url", `https://localhost:${port}`, "--ca-file", "ca.pem", "--owner-password-file", "password"];
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const owner = more.includes("--owner-email") ? [] : ["--owner-email", "ana@acme.test"];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, "tenant", "create", ...wanted, ...owner, ...target, ...more], {
      cwd: folder,
      env: { PATH: process.env.PATH, BAILIWICK_ADMIN_KEY: "key" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.once("close", (status) => resolve({ status, stdout, stderr }));
  });
};

test("waits for its own sign-up and shows the tenant that came of it", async () => {
  const { status, stdout, stderr } = await create("--json");
  expect([status, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toEqual({ tenant });
});

test("the tenant of somebody else under the same slug is no success", async () => {
  const error = { code: "slug-taken", message: "The slug is taken." };
  script[`GET /api/v1/sign-up/${id}`] = [{ status: 200, body: { id, state: "failed", error } }];
  const { status, stdout, stderr } = await create();
  expect([status, stdout, stderr]).toEqual([1, "", "The slug is taken.\n"]);
  script[`GET /api/v1/sign-up/${id}`] = [{ status: 200, body: { id, state: "done" } }];
  script["GET /api/v1/admin/tenants/acme"] = [{ status: 200, body: { ...tenant, id: "another" } }];
  const other = await create();
  expect([other.status, other.stdout]).toEqual([1, ""]);
});

test("an answer to an earlier request is no success", async () => {
  script["POST /api/v1/admin/tenants"] = [
    { status: 202, body: { id, state: "pending" }, headers: { "idempotent-replayed": "true" } },
  ];
  const { status, stdout, stderr } = await create();
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("earlier request");
});

test("uses a key that nobody can guess, whatever the owner's address", async () => {
  await create("--owner-email", "ä€@b.test");
  await create("--owner-email", "a\r\n@b.test");
  const keys = seen.flatMap(({ headers }) => headers["idempotency-key"] ?? []);
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(keys[0]).not.toBe(keys[1]);
});

test("shows every violation, also with --json", async () => {
  const violations = [
    { path: "body.slug", message: "is reserved" },
    { path: "body.owner.password", message: "needs 12 characters" },
  ];
  const body = { type: "urn:bailiwick:problem:invalid", title: "The request is not valid", violations };
  script["POST /api/v1/admin/tenants"] = [{ status: 422, body }];
  const text = await create();
  expect([text.status, text.stderr.split("\n")]).toEqual([
    1,
    ["The request is not valid", "  body.slug: is reserved", "  body.owner.password: needs 12 characters", ""],
  ]);
  expect(JSON.parse((await create("--json")).stderr)).toMatchObject({ error: { code: "invalid", violations } });
});

test("a plan that does not allow it is not a refused key, which is told apart", async () => {
  const problem = (name: string, title: string) => ({ type: `urn:bailiwick:problem:${name}`, title });
  const body = problem("plan-does-not-allow", "Your plan does not include this");
  script["POST /api/v1/admin/tenants"] = [{ status: 403, body }];
  const plan = await create("--json");
  expect([plan.status, JSON.parse(plan.stderr).error.code]).toEqual([1, "plan-does-not-allow"]);
  script["POST /api/v1/admin/tenants"] = [{ status: 401, body: problem("unauthenticated", "Sign in first") }];
  const key = await create("--json");
  expect([key.status, JSON.parse(key.stderr).error.code]).toEqual([3, "not-authenticated"]);
});

test("another region is named", async () => {
  const body = { type: "urn:bailiwick:problem:wrong-region", title: "Elsewhere", endpoint: "https://east.example" };
  script["POST /api/v1/admin/tenants"] = [{ status: 421, body }];
  expect((await create()).stderr).toContain("https://east.example");
});

test("a name cannot speak to the terminal", async () => {
  script["GET /api/v1/admin/tenants/acme"] = [
    { status: 200, body: { ...tenant, name: "\u001b[31mred\u009b\u202e\u0007" } },
  ];
  const { stdout } = await create();
  expect(stdout).toContain("name: \\u001b[31mred\\u009b\\u202e\\u0007\n");
});
