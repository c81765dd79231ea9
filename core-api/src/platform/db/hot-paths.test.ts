import { createHash, randomUUID } from "node:crypto";
import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabases, type TestDatabases } from "../../../test/postgres.ts";
import type { Database } from "./database.ts";
import type { OrgScope } from "./scope.ts";

interface FlowRow {
  readonly id: string;
  readonly name: string;
  readonly definition: unknown;
  readonly version: number;
}

let databases: TestDatabases;
let database: Database;
let server: postgres.Sql;
let scope: OrgScope;
let other: OrgScope;
let userId: string;
beforeAll(async () => {
  databases = await createTestDatabases();
  database = databases.connect();
  server = databases.superuser(databases.tenants);
  const [user] = await server<{ id: string }[]>`
    insert into tenant.app_user (org_id, email, name) values ('0199a0b0-0000-7000-8000-00000000000a', 'Ana@Example.Test', 'Ana') returning id`;
  userId = user?.id ?? "";
  scope = { orgId: "0199a0b0-0000-7000-8000-00000000000a", userId, database: databases.tenants };
  other = { orgId: "0199a0b0-0000-7000-8000-00000000000b", database: databases.tenants };
  await server`insert into tenant.user_roles (org_id, user_id, role) values (${scope.orgId}, ${userId}, 'owner'), (${scope.orgId}, ${userId}, 'admin')`;
});
afterAll(() => databases.drop());

const insertFlow = async (name: string, definition: unknown = {}): Promise<FlowRow> => {
  const rows = await database.call<FlowRow>(scope, "flow_insert", [
    name,
    "",
    JSON.stringify(definition),
    "owner",
    "req-1",
    null,
  ]);
  if (rows[0] === undefined) throw new Error("no row");
  return rows[0];
};

describe("flows", () => {
  test("an insert makes the flow, its first version and its record in one statement", async () => {
    const flow = await insertFlow("First", { steps: [{ do: "click" }] });
    expect(flow).toMatchObject({
      name: "First",
      version: 1,
      definition: { steps: [{ do: "click" }] },
      created_by: userId,
    });
    expect(await server`select version, name from tenant.flow_version where flow_id = ${flow.id}`).toEqual([
      { version: 1, name: "First" },
    ]);
    expect(
      await server`select actor_id, action, target_id, request_id, outcome from tenant.audit_event where target_id = ${flow.id}`,
    ).toEqual([
      { actor_id: userId, action: "flow.created", target_id: flow.id, request_id: "req-1", outcome: "success" },
    ]);
  });

  test("an insert that fails leaves nothing", async () => {
    await expect(insertFlow("x".repeat(201))).rejects.toMatchObject({ code: "23514" });
    await expect(
      database.call(scope, "flow_insert", ["Bad role", "", "{}", null, null, new Uint8Array(1)]),
    ).resolves.toHaveLength(1);
    expect(await server`select from tenant.audit_event where details -> 'after' ->> 'name' like 'xx%'`).toEqual([]);
  });

  test("pages run through every live flow once, newest first, and never into another org", async () => {
    const names = Array.from({ length: 23 }, (_, index) => `Paged ${index}`);
    for (const name of names) await insertFlow(name);
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: readonly FlowRow[] = await database.call<FlowRow>(scope, "flow_list", [false, after, 5]);
      if (page.length === 0) break;
      seen.push(...page.map(({ name }) => name));
      after = page.at(-1)?.id ?? null;
    }
    expect(seen.filter((name) => name.startsWith("Paged"))).toEqual(names.reverse());
    expect(await database.call(other, "flow_list", [false, null, 5])).toEqual([]);
  });

  test("another org's flow and one in the trash are not there", async () => {
    const flow = await insertFlow("Here");
    expect(await database.call(scope, "flow_get", [flow.id])).toHaveLength(1);
    expect(await database.call(other, "flow_get", [flow.id])).toEqual([]);
    await database.withOrg(scope, (tx) => tx`update tenant.flow set trashed_at = now() where id = ${flow.id}`);
    expect(await database.call(scope, "flow_get", [flow.id])).toEqual([]);
    expect((await database.call<FlowRow>(scope, "flow_list", [true, null, 5])).map(({ id }) => id)).toContain(flow.id);
  });
});

describe("sessions", () => {
  interface SessionRow {
    readonly session_id: string;
    readonly user_id: string;
    readonly roles: readonly string[];
    readonly last_seen_at: Date;
  }
  const hashOf = (token: string): Uint8Array => createHash("sha256").update(token).digest();
  const touch = (token: string, idleSeconds = 3600, from = scope): Promise<readonly SessionRow[]> =>
    database.call<SessionRow>({ ...from, userId: undefined }, "session_touch", [hashOf(token), idleSeconds]);
  const open = async (token: string, { idleFor = 0, absolute = 3600, user = userId } = {}): Promise<void> => {
    await server`
      insert into tenant.session (org_id, user_id, token_hash, created_at, last_seen_at, absolute_expires_at)
      values (${scope.orgId}, ${user}, ${hashOf(token)}, now() - ${idleFor} * interval '1 second',
              now() - ${idleFor} * interval '1 second', now() + ${absolute} * interval '1 second')`;
  };
  const lastSeenSeconds = async (token: string): Promise<number> =>
    (
      await server<{ age: number }[]>`
      select extract(epoch from now() - last_seen_at)::float8 as age from tenant.session where token_hash = ${hashOf(token)}`
    )[0]?.age ?? -1;

  test("a live one answers its user and roles, sorted", async () => {
    await open("live");
    expect(await touch("live")).toEqual([
      expect.objectContaining({ user_id: userId, email: "Ana@Example.Test", name: "Ana", roles: ["admin", "owner"] }),
    ]);
  });

  test("an unknown, foreign, idle, expired or ended one answers nothing", async () => {
    await open("idle", { idleFor: 101 });
    await open("expired", { absolute: -1 });
    await open("ended");
    expect(await database.call(scope, "session_end", [hashOf("ended")])).toEqual([{ session_end: userId }]);
    expect(await database.call(scope, "session_end", [hashOf("ended")])).toEqual([]);
    expect(await touch("unknown")).toEqual([]);
    expect(await touch("live", 3600, other)).toEqual([]);
    expect(await touch("idle", 100)).toEqual([]);
    expect(await touch("idle", 110)).toHaveLength(1);
    expect(await touch("expired")).toEqual([]);
    expect(await touch("ended")).toEqual([]);
  });

  test("a deactivated user has none", async () => {
    const [gone] = await server<{ id: string }[]>`
      insert into tenant.app_user (org_id, email, name, state) values (${scope.orgId}, 'gone@example.test', 'Gone', 'deactivated') returning id`;
    await open("gone", { user: gone?.id ?? "" });
    expect(await touch("gone")).toEqual([]);
  });

  test("is written at most once a minute, so that a busy session costs no write a request", async () => {
    await open("busy", { idleFor: 59 });
    await touch("busy");
    expect(await lastSeenSeconds("busy")).toBeGreaterThan(55);
    await open("quiet", { idleFor: 61 });
    await touch("quiet");
    expect(await lastSeenSeconds("quiet")).toBeLessThan(5);
  });

  test("with a short idle limit it is written sooner, or an active user would be signed out", async () => {
    await open("short", { idleFor: 15 });
    expect(await touch("short", 100)).toHaveLength(1);
    expect(await lastSeenSeconds("short")).toBeLessThan(5);
  });
});

describe("sign-in", () => {
  test("finds the user by address in any case, with what a password check needs", async () => {
    const find = (address: string, from = scope) => database.call(from, "sign_in_candidate", [address]);
    expect(await find("ANA@EXAMPLE.test")).toEqual([
      {
        user_id: userId,
        email: "Ana@Example.Test",
        name: "Ana",
        password_hash: null,
        state: "active",
        roles: ["admin", "owner"],
      },
    ]);
    expect(await find("ana@example.test", other)).toEqual([]);
    expect(await find("' or true --")).toEqual([]);
  });
});

describe("the audit record", () => {
  const append = (action: string, details: string | null = null) =>
    database.call<{ audit_append: string }>(scope, "audit_append", [
      "user",
      "owner",
      action,
      "flow",
      randomUUID(),
      "denied",
      "req-2",
      details,
      null,
    ]);

  test("is appended with what was said, in the transaction's own time and number", async () => {
    const [made] = await append("flow.read", JSON.stringify({ reason: "role" }));
    const [row] =
      await server`select action, outcome, details, xact_id is not null as numbered from tenant.audit_event where id = ${made?.audit_append ?? ""}`;
    expect(row).toEqual({ action: "flow.read", outcome: "denied", details: { reason: "role" }, numbered: true });
  });

  test.each([
    ["a time", { occurred_at: new Date(0) }],
    ["an id", { id: "01900000-0000-7000-8000-000000000001" }],
    ["a transaction", { xact_id: "7" }],
    ["another user", { actor_kind: "user", actor_id: randomUUID() }],
    ["a user who is nobody", { actor_kind: "user", actor_id: null }],
    ["the system, for a user", { actor_kind: "system" }],
    ["the platform administrator", { actor_kind: "platform_admin", actor_id: null }],
  ])("the application cannot choose %s", async (_, chosen) => {
    const app = databases.bare(databases.tenants);
    const row = { org_id: scope.orgId, actor_kind: "user", actor_id: userId, action: "flow.read", ...chosen };
    const forged = app.begin(async (tx) => {
      await tx`select app.enter(${scope.orgId}, ${userId})`;
      await tx`insert into tenant.audit_event ${tx(row)}`;
    });
    await expect(forged).rejects.toMatchObject({ code: "42501" });
  });

  test("an action without a form is refused", async () => {
    await expect(append("Flow Read")).rejects.toMatchObject({ code: "23514" });
  });

  test("nobody changes or removes one: not the application, the administrator, the owner or a superuser", async () => {
    await append("flow.read");
    const changes = [
      "update tenant.audit_event set action = 'flow.other'",
      "delete from tenant.audit_event",
      "truncate tenant.audit_event",
    ];
    const app = databases.bare(databases.tenants);
    const admin = databases.platform().tenant(databases.tenants);
    for (const change of changes) {
      await expect(app.unsafe(change)).rejects.toMatchObject({ code: "42501" });
      await expect(admin.unsafe(change)).rejects.toMatchObject({ code: "42501" });
      await expect(server.unsafe(change)).rejects.toMatchObject({ code: "BW002" });
      const asOwner = server.begin(async (tx) => {
        await tx`set local role bailiwick_owner`;
        await tx`select set_config('app.current_org_id', ${scope.orgId}, true)`;
        await tx.unsafe(change);
      });
      await expect(asOwner).rejects.toMatchObject({ code: "BW002" });
      const asReplica = server.begin(async (tx) => {
        await tx`set local session_replication_role = replica`;
        await tx.unsafe(change);
      });
      await expect(asReplica).rejects.toMatchObject({ code: "BW002" });
    }
  });
});
