import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startTestApi, type TestApi, type TestTenant } from "../../../test/api/api.ts";
import { hashToken, newSessionToken, tokenHashBytes } from "../../platform/auth/session-token.ts";

let api: TestApi;
let acme: TestTenant;
let owner: string;
let manager: string;
beforeAll(async () => {
  api = await startTestApi();
  acme = await api.addTenant("acme");
  owner = await acme.signIn();
  manager = await acme.signIn(await acme.addUser("manager", ["manager"]));
});
afterAll(() => api.close());

const path = "/api/v1/users";
const call = (token: string, method: string, target: string, body?: unknown) =>
  api.call("acme", target, { method, token, body });
const patch = (token: string, id: string, body: object) => call(token, "PATCH", `${path}/${id}`, body);
const role = (token: string, method: "PUT" | "DELETE", id: string, name: string) =>
  call(token, method, `${path}/${id}/roles/${name}`);

test("a new user gets the least role and can sign in with the password he was given", async () => {
  const made = await call(owner, "POST", path, {
    email: "Ana@Acme.test",
    name: "Ana",
    password: "a good long password",
  });
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({ email: "Ana@Acme.test", roles: ["viewer"], state: "active" });
  expect(made.text).not.toContain("password");
  const user = { id: String(made.json.id), email: "ana@acme.test", password: "a good long password" };
  expect(await acme.signIn(user)).toMatch(/^acme\./);
});

test.each([
  [{ email: "short@acme.test", name: "x", password: "elevenchars" }, "body.password"],
  [{ email: "long@acme.test", name: "x", password: "ä".repeat(37) }, "body.password"],
  [{ email: "no address", name: "x" }, "body.email"],
  [{ email: "x@acme.test", name: " " }, "body.name"],
  [{ email: "x@acme.test", name: "x", roles: ["directory"] }, "body.roles"],
  [{ email: "x@acme.test", name: "x", roles: ["platform"] }, "body.roles"],
  [{ email: "x@acme.test", name: "x", roles: ["constructor"] }, "body.roles"],
])("%j is refused", async (body, place) => {
  const answer = await call(owner, "POST", path, body);
  expect([answer.status, answer.json.violations?.[0]?.path]).toEqual([422, place]);
});

test("an address is taken in any case, but only in its own tenant", async () => {
  const body = { email: "twice@example.test", name: "x" };
  expect((await call(owner, "POST", path, body)).status).toBe(201);
  expect((await call(owner, "POST", path, { ...body, email: "TWICE@example.test" })).status).toBe(409);
  const globex = await api.addTenant("globex");
  const other = await api.call("globex", path, { method: "POST", token: await globex.signIn(), body });
  expect(other.status).toBe(201);
});

describe("nobody hands out, takes or touches more than he has", () => {
  test("a manager makes managers, not owners", async () => {
    const user = await acme.addUser("one", ["viewer"]);
    expect((await role(manager, "PUT", user.id, "manager")).json.roles).toEqual(["manager", "viewer"]);
    expect((await role(manager, "PUT", user.id, "owner")).status).toBe(403);
    expect((await call(manager, "POST", path, { email: "o@acme.test", name: "o", roles: ["owner"] })).status).toBe(403);
    expect((await role(owner, "PUT", user.id, "owner")).status).toBe(200);
    expect((await role(manager, "DELETE", user.id, "owner")).status).toBe(403);
    expect((await patch(manager, user.id, { state: "deactivated" })).status).toBe(403);
  });

  test("a manager gives and takes nothing where somebody may do more than he: it would end the other's sessions", async () => {
    const second = await acme.addUser("second", ["owner", "manager"]);
    const token = await acme.signIn(second);
    expect((await role(manager, "PUT", second.id, "viewer")).status).toBe(403);
    expect((await role(manager, "DELETE", second.id, "manager")).status).toBe(403);
    expect((await call(token, "GET", `${path}/${second.id}`)).json.roles).toEqual(["manager", "owner"]);
  });

  test("a viewer reads himself and nobody else", async () => {
    const user = await acme.addUser("two", ["viewer"]);
    const token = await acme.signIn(user);
    expect((await call(token, "GET", `${path}/${user.id}`)).status).toBe(200);
    expect((await call(token, "GET", `${path}/${acme.owner.id}`)).status).toBe(403);
    expect((await call(token, "GET", path)).status).toBe(403);
    expect((await role(token, "PUT", user.id, "owner")).status).toBe(403);
    expect((await call(token, "GET", "/api/v1/roles")).status).toBe(403);
  });

  test("identities of programs and of the platform are not for people", async () => {
    const user = await acme.addUser("three", ["viewer"]);
    for (const name of ["agent", "directory", "platform"]) {
      expect((await role(owner, "PUT", user.id, name)).status).toBe(422);
    }
    expect((await role(owner, "PUT", user.id, "nothing")).status).toBe(404);
    const { items } = (await call(owner, "GET", "/api/v1/roles")).json;
    expect(items?.filter(({ assignable }) => assignable === true).map(({ id }) => id)).toEqual([
      "owner",
      "viewer",
      "manager",
    ]);
    expect(items?.map(({ id }) => id)).not.toContain("platform");
  });
});

describe("the last owner stays", () => {
  test("he cannot be removed, deactivated, or remove himself", async () => {
    const solo = await api.addTenant("solo");
    const token = await solo.signIn();
    const target = `${path}/${solo.owner.id}`;
    const tries = [
      { method: "DELETE", target: `${target}/roles/owner`, body: undefined },
      { method: "PATCH", target, body: { state: "deactivated" } },
    ];
    for (const { method, target: url, body } of tries) {
      expect((await api.call("solo", url, { method, token, body })).status).toBe(409);
    }
    // An owner who cannot sign in does not count.
    const second = await solo.addUser("second", ["owner"]);
    const down = { method: "PATCH", token, body: { state: "deactivated" } };
    expect((await api.call("solo", `${path}/${second.id}`, down)).status).toBe(200);
    expect((await api.call("solo", `${target}/roles/owner`, { method: "DELETE", token })).status).toBe(409);
  });

  test("two owners who remove each other at the same time: one stays", async () => {
    const duel = await api.addTenant("duel");
    const second = await duel.addUser("second", ["owner"]);
    for (let round = 0; round < 5; round++) {
      const tokens = [await duel.signIn(), await duel.signIn(second)];
      const statuses = await Promise.all(
        [second.id, duel.owner.id].map(async (id, at) => {
          const call = { method: "DELETE", token: tokens[at] ?? "" };
          return (await api.call("duel", `${path}/${id}/roles/owner`, call)).status;
        }),
      );
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      const sql = api.databases.superuser(api.databases.tenants);
      const [left] =
        await sql`select count(*)::int as count from tenant.user_roles where role = 'owner' and org_id = ${duel.id}`;
      expect(left?.count).toBe(1);
      await sql`
        insert into tenant.user_roles (org_id, user_id, role)
        select ${duel.id}, id, 'owner' from unnest(${[second.id, duel.owner.id]}::uuid[]) id on conflict do nothing`;
    }
  });
});

describe("sessions end", () => {
  test("when a user is deactivated, at once; he signs in again once he is back", async () => {
    const user = await acme.addUser("four", ["viewer"]);
    const token = await acme.signIn(user);
    expect((await call(token, "GET", `${path}/${user.id}`)).status).toBe(200);
    expect((await patch(owner, user.id, { state: "deactivated" })).json.state).toBe("deactivated");
    expect((await call(token, "GET", `${path}/${user.id}`)).status).toBe(401);
    expect((await patch(owner, user.id, { state: "active" })).json.state).toBe("active");
    expect((await call(token, "GET", `${path}/${user.id}`)).status).toBe(401);
    expect(await acme.signIn(user)).toMatch(/^acme\./);
  });

  test("when roles change, in either direction", async () => {
    const user = await acme.addUser("five", ["viewer"]);
    for (const method of ["PUT", "DELETE"] as const) {
      const token = await acme.signIn(user);
      expect((await role(owner, method, user.id, "manager")).status).toBe(200);
      expect((await call(token, "GET", `${path}/${user.id}`)).status).toBe(401);
    }
    const token = await acme.signIn(user);
    expect((await role(owner, "PUT", user.id, "viewer")).status).toBe(200); // had it: nothing changed
    expect((await call(token, "GET", `${path}/${user.id}`)).status).toBe(200);
  });
});

test("every change has its record, without a name or an address in clear", async () => {
  const made = await call(owner, "POST", path, { email: "six@acme.test", name: "Six Name" });
  const id = String(made.json.id);
  await patch(owner, id, { name: "Other Name" });
  await role(owner, "PUT", id, "manager");
  await role(owner, "DELETE", id, "manager");
  await patch(owner, id, { state: "deactivated" });
  const { items } = (await call(owner, "GET", "/api/v1/audit?limit=20")).json;
  const own = items?.filter(({ target }) => target?.id === id) ?? [];
  expect(own.map(({ action }) => action)).toEqual([
    "user.deactivated",
    "role.revoked",
    "role.assigned",
    "user.updated",
    "user.created",
  ]);
  expect(own[2]).toMatchObject({ details: { role: "manager", before: ["viewer"], after: ["manager", "viewer"] } });
  expect(JSON.stringify(own.map(({ details }) => details))).not.toMatch(/Name|six@/);
});

test("a user who is not there, and an empty change", async () => {
  expect((await patch(owner, randomUUID(), { name: "x" })).status).toBe(404);
  expect((await patch(owner, acme.owner.id, {})).status).toBe(422);
});

describe("what was admitted before is judged again", () => {
  const tenants = () => api.databases.superuser(api.databases.tenants);

  test("a user who was deactivated while a password was hashed creates nobody", async () => {
    const user = await acme.addUser("seven", ["manager"]);
    const token = await acme.signIn(user);
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const hash = vi.spyOn(api.platform.passwords, "hash").mockImplementationOnce(async () => {
      reached.resolve();
      await released.promise;
      return "$2b$04$x";
    });
    const body = { email: "backdoor@acme.test", name: "x", password: "a good long password", roles: ["manager"] };
    const creation = call(token, "POST", path, body);
    await reached.promise;
    expect((await patch(owner, user.id, { state: "deactivated" })).status).toBe(200);
    released.resolve();
    expect((await creation).status).toBe(401);
    hash.mockRestore();
    expect(await tenants()`select from tenant.app_user where email = ${body.email}`).toHaveLength(0);
  });

  test.each([
    ["renames", (token: string, id: string) => patch(token, id, { name: "Other" }), 401, true],
    ["gives a role", (token: string, id: string) => role(token, "PUT", id, "manager"), 401, true],
    ["takes a role", (token: string, id: string) => role(token, "DELETE", id, "viewer"), 401, true],
    ["renames without ending the session", (token: string, id: string) => patch(token, id, { name: "O" }), 403, false],
  ])("a user whose roles are being taken away %s too late", async (what, request, status, ends) => {
    const name = what.replaceAll(" ", "-");
    const user = await acme.addUser(name, ["manager"]);
    const target = await acme.addUser(`${name}-target`, ["viewer"]);
    const token = await acme.signIn(user);
    const change = await tenants().reserve();
    await change`begin`;
    await change`select from tenant.app_user where id = ${user.id} for no key update`;
    const answer = request(token, target.id);
    await vi.waitFor(async () => {
      const waiting = await tenants()`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      expect(waiting).toHaveLength(1);
    });
    await change`delete from tenant.user_roles where user_id = ${user.id}`;
    if (ends) await change`update tenant.session set ended_at = now() where user_id = ${user.id}`;
    await change`commit`;
    change.release();
    expect((await answer).status).toBe(status);
    const after = (await call(owner, "GET", `${path}/${target.id}`)).json;
    expect([after.name, after.roles]).toEqual([`${name}-target`, ["viewer"]]);
  });

  test("the roles of the one who is changed are those of the moment, not of the request", async () => {
    const user = await acme.addUser("eight", ["viewer"]);
    const change = await tenants().reserve();
    await change`begin`;
    await change`select from tenant.app_user where id = ${user.id} for no key update`;
    const answer = patch(manager, user.id, { state: "deactivated" });
    await vi.waitFor(async () => {
      const waiting = await tenants()`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      expect(waiting).toHaveLength(1);
    });
    await change`insert into tenant.user_roles (org_id, user_id, role) values (${acme.id}, ${user.id}, 'owner')`;
    await change`commit`;
    change.release();
    expect((await answer).status).toBe(403);
  });

  test("two users who change each other wait for one another", async () => {
    const users = [await acme.addUser("nine", ["manager"]), await acme.addUser("ten", ["manager"])];
    const tokens = await Promise.all(users.map((user) => acme.signIn(user)));
    for (let round = 0; round < 5; round++) {
      const statuses = await Promise.all(
        users.map(async ({ id }, at) => (await patch(tokens[1 - at] ?? "", id, { name: `n${round}` })).status),
      );
      expect(statuses).toEqual([200, 200]);
    }
  });

  test("a session that was opened before a deactivation does not come back with the user", async () => {
    const user = await acme.addUser("eleven", ["viewer"]);
    await tenants()`update tenant.app_user set state = 'deactivated' where id = ${user.id}`;
    const token = newSessionToken("acme");
    await tenants()`
      insert into tenant.session (org_id, user_id, token_hash, absolute_expires_at)
      values (${acme.id}, ${user.id}, ${tokenHashBytes(hashToken(token))}, now() + interval '1 hour')`;
    expect((await patch(owner, user.id, { state: "active" })).status).toBe(200);
    expect((await call(token, "GET", `${path}/${user.id}`)).status).toBe(401);
  });
});
