import type postgres from "postgres";
import type { DescribedTable } from "./described-table.ts";
import { attempt, canaryB, type Fixture, type Outcome, orgA, orgB } from "./fuzz.ts";
import { scopedRoutines } from "./routine-rules.ts";
import { makeRow } from "./row-maker.ts";

/** Something the application could do and must not, or could not do and must. */
export interface Breach {
  readonly table: string;
  readonly verb: string;
  readonly scope: "own" | "other" | "unset";
  readonly detail: string;
}

type Statement = (tx: postgres.TransactionSql) => Promise<{ readonly count: number }>;

interface Attack {
  readonly verb: string;
  readonly scope: Breach["scope"];
  /** Set for the statement; undefined sends it without a scope. */
  readonly org: string | undefined;
  readonly statement: Statement;
  readonly allowed: (outcome: Outcome) => boolean;
}

const rows =
  (expected: number) =>
  (outcome: Outcome): boolean =>
    "rows" in outcome && outcome.rows === expected;
const refused =
  (...states: string[]) =>
  (outcome: Outcome): boolean =>
    "refused" in outcome && states.includes(outcome.refused);

const denied = "42501";
const unset = "BW001";

/** Every table by every verb for (own, other, unset) org, then every scoped function with the other org's ids. */
export const attackAll = async (fixture: Fixture): Promise<readonly Breach[]> => {
  const breaches: Breach[] = [];
  for (const table of fixture.tables) {
    for (const { verb, scope, org, statement, allowed } of attacksOn(table, fixture)) {
      const outcome = await attempt(fixture.app, org, statement);
      if (!allowed(outcome)) breaches.push({ table: table.name, verb, scope, detail: JSON.stringify(outcome) });
    }
  }
  return [...breaches, ...(await attackRoutines(fixture)), ...(await attackRoles(fixture))];
};

const attacksOn = (table: DescribedTable, { made }: Fixture): readonly Attack[] => {
  const own = made.get(table.name)?.filter(({ org_id }) => org_id === orgA).length ?? 0;
  const may = (verb: string): boolean => table.granted.has(verb);
  const when = (verb: string, then: Attack["allowed"]): Attack["allowed"] => (may(verb) ? then : refused(denied));
  const fresh = (org: string) => makeRow(table, org, made, "canary-new");
  const { name } = table;

  const select: Statement = (tx) => tx`select * from ${tx(name)}`;
  const selectB: Statement = (tx) => tx`select * from ${tx(name)} where org_id = ${orgB}`;
  const touch: Statement = (tx) => tx`update ${tx(name)} set org_id = org_id`;
  const touchB: Statement = (tx) => tx`update ${tx(name)} set org_id = org_id where org_id = ${orgB}`;
  const handOver: Statement = (tx) => tx`update ${tx(name)} set org_id = ${orgB}`;
  const remove: Statement = (tx) => tx`delete from ${tx(name)}`;
  const removeB: Statement = (tx) => tx`delete from ${tx(name)} where org_id = ${orgB}`;
  const insert =
    (org: string): Statement =>
    (tx) =>
      tx`insert into ${tx(name)} ${tx(fresh(org))}`;
  const truncate: Statement = (tx) => tx.unsafe(`truncate ${name} cascade`);

  const attacks: Attack[] = [
    { verb: "select", scope: "own", org: orgA, statement: select, allowed: when("select", rows(own)) },
    { verb: "select", scope: "other", org: orgA, statement: selectB, allowed: when("select", rows(0)) },
    { verb: "insert", scope: "own", org: orgA, statement: insert(orgA), allowed: when("insert", rows(1)) },
    { verb: "insert", scope: "other", org: orgA, statement: insert(orgB), allowed: refused(denied) },
    { verb: "update", scope: "own", org: orgA, statement: touch, allowed: when("update", rows(own)) },
    { verb: "update", scope: "other", org: orgA, statement: touchB, allowed: when("update", rows(0)) },
    { verb: "hand over", scope: "other", org: orgA, statement: handOver, allowed: refused(denied) },
    { verb: "delete", scope: "own", org: orgA, statement: remove, allowed: when("delete", rows(own)) },
    { verb: "delete", scope: "other", org: orgA, statement: removeB, allowed: when("delete", rows(0)) },
    { verb: "truncate", scope: "own", org: orgA, statement: truncate, allowed: refused(denied) },
  ];
  // Never set, and left over empty from a transaction that has ended.
  for (const org of [undefined, ""]) {
    attacks.push(
      { verb: "select", scope: "unset", org, statement: select, allowed: when("select", refused(unset)) },
      { verb: "insert", scope: "unset", org, statement: insert(orgB), allowed: when("insert", refused(unset)) },
      { verb: "update", scope: "unset", org, statement: touch, allowed: when("update", refused(unset)) },
      { verb: "delete", scope: "unset", org, statement: remove, allowed: when("delete", refused(unset)) },
      { verb: "truncate", scope: "unset", org, statement: truncate, allowed: refused(denied) },
    );
  }
  return attacks;
};

interface Routine {
  readonly name: string;
  readonly types: readonly string[];
}

/** Calls every function of an org and an actor as A, with every id and hash of B, and looks for B in the answers. */
const attackRoutines = async ({ app, server, made }: Fixture): Promise<readonly Breach[]> => {
  const routines = await server.unsafe<Routine[]>(scopedRoutines);
  const theirs = [...made.values()].flat().filter(({ org_id }) => org_id === orgB);
  const breaches: Breach[] = [];
  for (const { name, types } of routines) {
    for (const row of theirs) {
      const args = types.map((type, index) => argument(type, index, row));
      const text = `select x::text as answer from app.${name}(${types.map((type, index) => `$${index + 1}::${type}`).join(", ")}) x`;
      const answers: string[] = [];
      const outcome = await attempt(app, undefined, async (tx) => {
        const found = await tx.unsafe<{ answer: string }[]>(text, args);
        answers.push(...found.map(({ answer }) => answer));
        return found;
      });
      // Only data may stop a call; anything else means that the attack itself is broken.
      if ("failed" in outcome && !/^2[23]/.test(outcome.failed)) throw new Error(`${text}: ${outcome.failed}`);
      const leak = answers.find((answer) => answer?.includes(canaryB) || answer?.includes(orgB));
      if (leak !== undefined) breaches.push({ table: `app.${name}`, verb: "call", scope: "other", detail: leak });
    }
    const none = await attempt(app, undefined, (tx) =>
      tx.unsafe(`select app.${name}(${types.map((type) => `null::${type}`).join(", ")})`),
    );
    if (!refused(unset)(none))
      breaches.push({ table: `app.${name}`, verb: "call", scope: "unset", detail: JSON.stringify(none) });
  }
  return breaches;
};

const argument = (
  type: string,
  index: number,
  row: Readonly<Record<string, unknown>>,
): string | number | boolean | Uint8Array | null => {
  if (index === 0) return orgA;
  if (index === 1) return null;
  switch (type) {
    case "uuid":
      return ([row.id, row.flow_id, row.user_id].find((id) => typeof id === "string") as string | undefined) ?? null;
    case "bytea":
      return row.token_hash instanceof Uint8Array ? row.token_hash : new Uint8Array(32);
    case "integer":
      return 100;
    case "boolean":
      return false;
    default:
      return textArgument(row);
  }
};

const textArgument = (row: Readonly<Record<string, unknown>>): string =>
  typeof row.email === "string" ? row.email : "{}";

/** has_role answers for the signed-in user of the own org, and for nobody without one. */
const attackRoles = async ({ app, made }: Fixture): Promise<readonly Breach[]> => {
  const roleOf = (org: string) => made.get("tenant.user_roles")?.find(({ org_id }) => org_id === org);
  const ask = async (org: string, user: unknown, role: unknown): Promise<string> => {
    let answer = "none";
    const outcome = await attempt(app, org, async (tx) => {
      await tx`select set_config('app.current_user_id', ${String(user)}, true)`;
      const found = await tx<{ has: boolean }[]>`select app.has_role(${String(role)}) as has`;
      answer = String(found[0]?.has);
      return found;
    });
    return "refused" in outcome ? outcome.refused : answer;
  };
  const [a, b] = [roleOf(orgA), roleOf(orgB)];
  const breaches: Breach[] = [];
  const expectAnswer = async (
    scope: Breach["scope"],
    expected: string,
    org: string,
    user: unknown,
    role: unknown,
  ): Promise<void> => {
    const answer = await ask(org, user, role);
    if (answer !== expected) breaches.push({ table: "app.has_role", verb: "call", scope, detail: answer });
  };
  await expectAnswer("own", "true", orgA, a?.user_id, a?.role);
  await expectAnswer("own", "false", orgA, a?.user_id, "some_other_role");
  await expectAnswer("other", "false", orgA, b?.user_id, b?.role);
  await expectAnswer("unset", unset, "", a?.user_id, a?.role);
  return breaches;
};
