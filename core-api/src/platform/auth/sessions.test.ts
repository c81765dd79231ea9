import { expect, test, vi } from "vitest";
import { testProduct } from "../../../test/api/product.ts";
import { newSessionToken, tokenTenant } from "./session-token.ts";
import { createSessions } from "./sessions.ts";

const tenant = {
  id: "0199a0b0-0000-7000-8000-000000000001",
  slug: "acme",
  name: "Acme",
  plan: "small",
  database: "tenants",
};
const product = testProduct({ sessions: { idleSeconds: 600, absoluteSeconds: 900, sameSite: "Lax" } });
const start = Date.parse("2026-01-01T00:00:00Z");
const rowAt = (at: number, absolute = at + 900_000) => ({
  session_id: "s",
  user_id: "u",
  email: "e",
  name: "n",
  roles: ["viewer"],
  created_at: new Date(at),
  last_seen_at: new Date(at),
  absolute_expires_at: new Date(absolute),
});

const sessionsOver = (answers: () => object[] | Promise<object[]>) => {
  const clock = { now: start };
  const call = vi.fn(async () => answers());
  const sessions = createSessions({ database: { call: call as never }, product, now: () => clock.now });
  return { clock, call, sessions };
};

test("a session is remembered for five seconds and no longer, nor beyond its end", async () => {
  const token = newSessionToken("acme");
  for (const [absolute, lives] of [
    [start + 900_000, 5000],
    [start + 2000, 2000],
  ] as const) {
    const { clock, call, sessions } = sessionsOver(() => [rowAt(start, absolute)]);
    await sessions.find(tenant, token);
    clock.now = start + lives - 1;
    await sessions.find(tenant, token);
    expect(call).toHaveBeenCalledTimes(1);
    clock.now = start + lives;
    await sessions.find(tenant, token);
    expect(call).toHaveBeenCalledTimes(2);
  }
});

test("what is forgotten while it is being read is not remembered", async () => {
  let answer: (rows: object[]) => void = () => undefined;
  const { call, sessions } = sessionsOver(() => new Promise((resolve) => (answer = resolve)));
  const token = newSessionToken("acme");
  const reading = sessions.find(tenant, token);
  sessions.forget(tenant, "u");
  answer([rowAt(start)]);
  expect(await reading).toBeDefined();
  void sessions.find(tenant, token);
  expect(call).toHaveBeenCalledTimes(2);
});

test("a remembered token is worth nothing under another tenant", async () => {
  const { call, sessions } = sessionsOver(() => [rowAt(start)]);
  const token = newSessionToken("acme");
  await sessions.find(tenant, token);
  expect(
    await sessions.find({ ...tenant, id: "0199a0b0-0000-7000-8000-000000000002", slug: "globex" }, token),
  ).toBeUndefined();
  expect(call).toHaveBeenCalledTimes(1);
  // A slug that was given up and taken by somebody else is another organisation.
  await sessions.find({ ...tenant, id: "0199a0b0-0000-7000-8000-000000000003" }, token);
  expect(call).toHaveBeenCalledTimes(2);
});

test("an absent session is asked for each time: it may have been opened by another process", async () => {
  const { call, sessions } = sessionsOver(() => []);
  const token = newSessionToken("acme");
  expect(await sessions.find(tenant, token)).toBeUndefined();
  expect(await sessions.find(tenant, token)).toBeUndefined();
  expect(call).toHaveBeenCalledTimes(2);
});

test.each([
  "",
  "acme",
  "acme.",
  `acme.${"a".repeat(42)}`,
  `acme.${"a".repeat(44)}`,
  `a--b.${"a".repeat(43)}`,
  `ACME.${"a".repeat(43)}`,
  `acme.${"+".repeat(43)}`,
  ` acme.${"a".repeat(43)}`,
])("%j is no token and never reaches the database", async (token) => {
  expect(tokenTenant(token)).toBeUndefined();
  const { call, sessions } = sessionsOver(() => []);
  expect(await sessions.find(tenant, token)).toBeUndefined();
  expect(call).not.toHaveBeenCalled();
});
