import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startTestApi, type TestApi, type TestTenant, type TestUser } from "../../../test/api/api.ts";
import type { Call } from "../../../test/api/edge-client.ts";
import { testProduct } from "../../../test/api/product.ts";

let api: TestApi;
let acme: TestTenant;
let globex: TestTenant;
beforeAll(async () => {
  api = await startTestApi({
    product: testProduct({ sessions: { idleSeconds: 600, absoluteSeconds: 900, sameSite: "Lax" } }),
  });
  acme = await api.addTenant("acme");
  globex = await api.addTenant("globex");
});
afterAll(() => api.close());

const signIn = (user: Pick<TestUser, "email" | "password">, call: Call = {}, slug = "acme") =>
  api.call(slug, "/api/v1/auth/sign-in", {
    method: "POST",
    body: { email: user.email, password: user.password },
    ...call,
  });
const session = (token: string, call: Call = {}, slug = "acme") =>
  api.call(slug, "/api/v1/auth/session", { token, ...call });
const cookieOf = (answer: Awaited<ReturnType<typeof signIn>>) => answer.headers["set-cookie"]?.[0] ?? "";
const sql = (strings: TemplateStringsArray, ...values: never[]) =>
  api.databases.superuser(api.databases.tenants)(strings, ...values);

test("a right password opens a session, by token and by cookie", async () => {
  const answer = await signIn(acme.owner);
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ user: { id: acme.owner.id, email: acme.owner.email, roles: ["owner"] } });
  const token = String(answer.json.token);
  expect(token).toMatch(/^acme\.[A-Za-z0-9_-]{43}$/);
  expect(cookieOf(answer)).toBe(`__Host-sample=${token}; Max-Age=900; Path=/; HttpOnly; Secure; SameSite=Lax`);
  expect((await session(token)).json).toMatchObject({ user: { id: acme.owner.id }, tenant: { slug: "acme" } });
  const byCookie = await api.call("acme", "/api/v1/auth/session", {
    headers: { cookie: `a=b; __Host-sample=${token}` },
  });
  expect(byCookie.status).toBe(200);
});

test("an address is the same in any case, and spaces around it do not count", async () => {
  expect((await signIn({ ...acme.owner, email: ` ${acme.owner.email.toUpperCase()} ` })).status).toBe(200);
});

test("only the hash of a token is stored", async () => {
  const token = await acme.signIn();
  const rows = await sql`select encode(token_hash, 'hex') as hash, to_jsonb(s)::text as row from tenant.session s`;
  expect(rows.some(({ row }) => String(row).includes(token.slice(5)))).toBe(false);
  expect(rows.every(({ hash }) => String(hash).length === 64)).toBe(true);
});

test("a token opens nothing at another tenant, whatever name it is given", async () => {
  const token = await acme.signIn();
  expect((await session(token, {}, "globex")).status).toBe(401);
  expect((await session(token.replace("acme", "globex"), {}, "globex")).status).toBe(401);
  expect((await signIn(acme.owner, {}, "globex")).status).toBe(401);
});

describe("whoever is refused learns nothing", () => {
  test("a wrong password, an unknown, a deactivated and a service user are answered alike", async () => {
    const gone = await acme.addUser("gone", ["viewer"]);
    await sql`update tenant.app_user set state = 'deactivated' where id = ${gone.id as never}`;
    const agent = await acme.addUser("agent", ["agent"]);
    const answers = await Promise.all([
      signIn({ ...acme.owner, password: "wrong" }),
      signIn({ email: "nobody@acme.test", password: "wrong" }),
      signIn(gone),
      signIn(agent),
      signIn({ ...acme.owner, password: `${acme.owner.password}${"x".repeat(100)}` }),
    ]);
    const shapes = answers.map(({ status, text, json }) => `${status} ${text.replace(String(json.instance), "")}`);
    expect(new Set(shapes).size).toBe(1);
    expect(shapes[0]).toContain("401");
  });

  test("a password is only right as a whole: bcrypt ignores what follows 72 bytes, we do not", async () => {
    const long = await acme.addUser("p".repeat(57), ["viewer"]); // "password of ppp…": 69 bytes
    const padded = { ...long, password: `${long.password}` };
    expect((await signIn(padded)).status).toBe(200);
    expect((await signIn({ ...long, password: `${long.password}xxxx` })).status).toBe(401);
  });

  test("a refusal is recorded with its true reason", async () => {
    await signIn({ ...acme.owner, password: "wrong" });
    const token = await acme.signIn();
    const { items } = (await api.call("acme", "/api/v1/audit?action=session.sign_in_refused", { token })).json;
    expect(items?.[0]).toMatchObject({
      outcome: "failed",
      actor: { kind: "anonymous", id: null, email: acme.owner.email },
      target: { type: "user", id: acme.owner.id },
      details: { reason: "password" },
    });
  });

  test("no log record and no audit row holds a password, a token or an address in clear", async () => {
    await signIn({ email: "clear@acme.test", password: "password-canary" });
    const token = await acme.signIn();
    const rows = await sql`select to_jsonb(a)::text as row from tenant.audit_event a`;
    const everything = api.logged.join() + rows.map(({ row }) => row).join();
    for (const secret of ["password-canary", token.slice(5), "clear@acme.test", acme.owner.email, "198.51.100.7"]) {
      expect(everything).not.toContain(secret);
    }
  });
});

test("after ten failures an account waits, and is told for how long; another does not", async () => {
  const target = await acme.addUser("target", ["viewer"]);
  const guesses = await Promise.all(Array.from({ length: 12 }, () => signIn({ ...target, password: "guess" })));
  const statuses = guesses.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  const refused = await signIn(target);
  expect([refused.status, refused.json.type]).toEqual([
    429,
    "https://iana.org/assignments/http-problem-types#quota-exceeded",
  ]);
  const seconds = Number(refused.headers["retry-after"]);
  expect(seconds).toBeGreaterThan(890);
  expect(seconds).toBeLessThanOrEqual(900);
  expect((await signIn(acme.owner)).status).toBe(200);
});

describe("the end of a session", () => {
  test("sign-out: at once, and the cookie goes too", async () => {
    const token = await acme.signIn();
    expect((await session(token)).status).toBe(200); // remembered by now
    const answer = await api.call("acme", "/api/v1/auth/sign-out", { method: "POST", token });
    expect([answer.status, cookieOf(answer)]).toEqual([204, expect.stringMatching(/^__Host-sample=; Max-Age=0;/)]);
    expect((await session(token)).status).toBe(401);
  });

  test("signing in again ends the session the caller came with", async () => {
    const first = await acme.signIn();
    const answer = await signIn(acme.owner, { headers: { cookie: `__Host-sample=${first}` } });
    expect(answer.json.token).not.toBe(first);
    expect((await session(first)).status).toBe(401);
  });

  test("after its idle time and after its absolute time", async () => {
    for (const column of ["last_seen_at", "absolute_expires_at"] as const) {
      const token = await acme.signIn();
      const past = column === "last_seen_at" ? "601 seconds" : "1 second";
      await api.databases
        .superuser(api.databases.tenants)
        .unsafe(`update tenant.session set ${column} = now() - interval '${past}' where ended_at is null`);
      expect((await session(token)).status).toBe(401);
    }
  });

  test("another process learns of it within seconds", async () => {
    const token = await acme.signIn();
    expect((await session(token)).status).toBe(200);
    await sql`update tenant.session set ended_at = now()`;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5001 });
    try {
      expect((await session(token)).status).toBe(401);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a browser on another site cannot act with the cookie", () => {
  const post = async (headers: Record<string, string>) => {
    const cookie = `__Host-sample=${await globex.signIn()}`;
    const body = { name: "Forged" };
    return (await api.call("globex", "/api/v1/flows", { method: "POST", body, headers: { cookie, ...headers } }))
      .status;
  };
  const own = "https://globex.north-1.sample.example";

  test.each([
    [{ "sec-fetch-site": "same-origin" }, 201],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "cross-site", origin: own }, 403],
    [{ origin: own }, 201],
    [{ origin: own.replace("https", "http") }, 403],
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "https://acme.north-1.sample.example" }, 403],
    [{ origin: "null" }, 403],
    [{}, 201],
  ])("%j", async (headers, status) => expect(await post(headers)).toBe(status));

  test("nor sign a victim in as somebody else", async () => {
    const answer = await signIn(acme.owner, { headers: { "sec-fetch-site": "cross-site" } });
    expect(answer.status).toBe(403);
  });

  test("a token in a header is sent by no browser by itself", async () => {
    const token = await globex.signIn();
    const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect(
      (await api.call("globex", "/api/v1/flows", { method: "POST", token, body: { name: "x" }, headers })).status,
    ).toBe(201);
  });
});

test("a user who is deactivated while his password is checked gets no session, also not once he is back", async () => {
  const user = await acme.addUser("raced", ["viewer"]);
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const verify = vi.spyOn(api.platform.passwords, "verify").mockImplementationOnce(async () => {
    reached.resolve();
    await released.promise;
    return true;
  });
  const answer = signIn(user);
  await reached.promise;
  const token = await acme.signIn();
  const patch = (state: string) =>
    api.call("acme", `/api/v1/users/${user.id}`, { method: "PATCH", token, body: { state } });
  expect((await patch("deactivated")).status).toBe(200);
  released.resolve();
  expect((await answer).status).toBe(401);
  verify.mockRestore();
  expect((await patch("active")).status).toBe(200);
  expect(await sql`select from tenant.session where user_id = ${user.id as never}`).toHaveLength(0);
  const { items } = (await api.call("acme", "/api/v1/audit?action=session.sign_in_refused", { token })).json;
  expect(items?.[0]).toMatchObject({ details: { reason: "deactivated" }, target: { id: user.id } });
});

test("no spelling of an address has failures of its own", async () => {
  const user = await acme.addUser("mimik", ["viewer"]);
  const guesses = Array.from({ length: 10 }, () => signIn({ ...user, password: "a wrong password" }));
  expect(new Set((await Promise.all(guesses)).map(({ status }) => status))).toEqual(new Set([401]));
  expect((await signIn(user)).status).toBe(429);
  expect((await signIn({ ...user, email: ` ${user.email.toUpperCase()}` })).status).toBe(429);
  // Letters that one reader folds to an ASCII letter and another does not: no address has them.
  for (const email of [user.email.replace("i", "\u0130"), user.email.replace("k", "\u212a"), `${user.email}\u2003x`]) {
    const { status, json } = await signIn({ ...user, email });
    expect([status, json.violations?.map(({ path }) => path)]).toEqual([422, ["body.email"]]);
  }
});
