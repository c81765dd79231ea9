import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabases, type TestDatabases } from "../../test/postgres.ts";
import { createCleanSessions } from "./clean-sessions.ts";

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases();
});
afterAll(() => databases.drop());

const idleSeconds = 3600;

/** A session whose three ends lie so many hours back; negative for the future. */
const addSession = async (orgId: string, hours: { seen: number; expires: number; ended?: number }): Promise<string> => {
  const scope = { orgId, database: databases.tenants };
  return databases.connect().withOrg(scope, async (tx) => {
    const [user] = await tx<{ id: string }[]>`
      insert into tenant.app_user (org_id, email, name, password_hash)
      values (${orgId}, ${`${randomUUID()}@acme.test`}, 'Ana', 'hash') returning id`;
    const ended = hours.ended ?? null;
    const [session] = await tx<{ id: string }[]>`
      insert into tenant.session (org_id, user_id, token_hash, last_seen_at, absolute_expires_at, ended_at)
      values (${orgId}, ${user?.id ?? ""}, ${randomBytes(32)}, now() - make_interval(hours => ${hours.seen}),
              now() - make_interval(hours => ${hours.expires}), now() - make_interval(hours => ${ended}::int))
      returning id`;
    return session?.id ?? "";
  });
};

test("sessions that are over for a day go, in every organisation, whichever limit ended them; all others stay", async () => {
  const [acme, other] = [randomUUID(), randomUUID()];
  const over = [
    await addSession(acme, { seen: 40, expires: 30 }),
    await addSession(other, { seen: 26, expires: -10 }),
    await addSession(other, { seen: 1, expires: -10, ended: 25 }),
  ];
  const staying = [
    await addSession(acme, { seen: 0, expires: -10 }),
    await addSession(acme, { seen: 24, expires: -10 }),
    await addSession(other, { seen: 0, expires: -10, ended: 2 }),
  ];
  const platform = databases.platform();
  const cleanSessions = createCleanSessions({ platform, sessions: { idleSeconds }, chunk: 2 });
  expect(await cleanSessions()).toBe(over.length);
  const left = await platform.tenant(databases.tenants)<{ id: string }[]>`select id from tenant.session`;
  expect(left.map(({ id }) => id).sort()).toEqual([...staying].sort());
  expect(await cleanSessions()).toBe(0);
  const events = await platform.catalog<{ details: object }[]>`
    select details from catalog.platform_event where action = 'session.cleaned'`;
  expect(events.map(({ details }) => details)).toEqual([{ deleted: 3 }]);
});
