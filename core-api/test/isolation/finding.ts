import type postgres from "postgres";

/** One broken promise of the schema: which rule, on what, and what was seen. */
export interface Finding {
  readonly rule: string;
  readonly object: string;
  readonly detail: string;
}

/** A rule is a query of the system catalogue that answers a row (object, detail) for every violation. */
export interface Rule {
  readonly name: string;
  readonly sql: string;
}

/** Everything the rules find in the database behind `sql`; empty when all promises hold. */
export const applyRules = async (sql: postgres.ISql, rules: readonly Rule[]): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const { name, sql: query } of rules) {
    const rows = await sql.unsafe<{ object: string; detail: string }[]>(query);
    findings.push(...rows.map(({ object, detail }) => ({ rule: name, object, detail })));
  }
  return findings;
};

/** Schemas of ours; `migrations` holds only the runner's own table. */
export const ours = `(select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'migrations'))`;

/** Tables of a tenant database, partitions included. */
export const tables = `(select c.oid, c.relname, n.nspname, c.oid::regclass::text as name, c.relowner, c.relrowsecurity, c.relforcerowsecurity
  from pg_class c join ${ours} n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'f'))`;
