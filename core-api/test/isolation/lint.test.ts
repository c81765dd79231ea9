import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabases, type TestDatabases } from "../postgres.ts";
import type { Finding } from "./finding.ts";
import { catalogRules, lintCatalog, lintTenantDatabase, tenantRules } from "./lint.ts";
import { catalogMutations, type Mutation, tenantMutations } from "./mutations.ts";

let databases: TestDatabases;
let tenants: postgres.Sql;
let catalog: postgres.Sql;
beforeAll(async () => {
  databases = await createTestDatabases();
  tenants = databases.superuser(databases.tenants);
  catalog = databases.superuser(databases.catalog);
});
afterAll(() => databases.drop());

type Lint = (sql: postgres.ISql) => Promise<readonly Finding[]>;

/** What the lint finds after a change that is rolled back afterwards. */
const after = async (sql: postgres.Sql, change: string, lint: Lint): Promise<readonly Finding[]> => {
  const kept: Finding[] = [];
  const rolledBack = new Error("rolled back");
  await sql
    .begin(async (tx) => {
      await tx.unsafe(change);
      kept.push(...(await lint(tx)));
      throw rolledBack;
    })
    .catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
  return kept;
};

const rulesOf = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.map(({ rule }) => rule))];

test("the tenant database keeps every promise", async () => {
  expect(await lintTenantDatabase(tenants)).toEqual([]);
});

test("the catalog keeps every promise", async () => {
  expect(await lintCatalog(catalog)).toEqual([]);
});

describe("a change that breaks a promise is found", () => {
  test.each(tenantMutations)("tenant: $name", async ({ sql, rule }: Mutation) => {
    expect(rulesOf(await after(tenants, sql, lintTenantDatabase))).toContain(rule);
  });

  test.each(catalogMutations)("catalog: $name", async ({ sql, rule }: Mutation) => {
    expect(rulesOf(await after(catalog, sql, lintCatalog))).toContain(rule);
  });

  test("every rule has at least one change that only it or its like can find", () => {
    const tested = new Set([...tenantMutations, ...catalogMutations].map(({ rule }) => rule));
    const untested = [...tenantRules, ...catalogRules].map(({ name }) => name).filter((name) => !tested.has(name));
    expect(untested).toEqual([]);
  });
});
