import type postgres from "postgres";

export interface DescribedColumn {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

export interface DescribedTable {
  /** With its schema. */
  readonly name: string;
  readonly columns: readonly DescribedColumn[];
  /** Table this one refers to, by the local columns besides org_id and the columns over there. */
  readonly parents: readonly {
    readonly table: string;
    readonly here: readonly string[];
    readonly there: readonly string[];
  }[];
  /** Definitions of the check constraints by name. */
  readonly checks: ReadonlyMap<string, string>;
  /** What the application may do with it. */
  readonly granted: ReadonlySet<string>;
}

interface Described {
  readonly name: string;
  readonly columns: readonly DescribedColumn[];
  readonly parents: DescribedTable["parents"] | null;
  readonly checks: Readonly<Record<string, string>> | null;
  readonly granted: readonly string[] | null;
}

/** Every table with an org_id, parents before children. Read from the system catalogue: a new table is there at once. */
export const describeTables = async (sql: postgres.Sql): Promise<readonly DescribedTable[]> => {
  const rows = await sql<Described[]>`
    select c.oid::regclass::text as name,
      (select json_agg(json_build_object('name', a.attname, 'type', a.atttypid::regtype::text,
          'required', a.attnotnull and not a.atthasdef and a.attidentity = '') order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select json_agg(json_build_object('table', f.confrelid::regclass::text,
          'here', (select json_agg(a.attname) from unnest(f.conkey) k join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k),
          'there', (select json_agg(a.attname) from unnest(f.confkey) k join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k)))
        from pg_constraint f where f.conrelid = c.oid and f.contype = 'f') as parents,
      (select json_object_agg(k.conname, pg_get_constraintdef(k.oid)) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c') as checks,
      (select json_agg(verb) from unnest(array['select', 'insert', 'update', 'delete']) verb
        where has_table_privilege('bailiwick_app', c.oid, verb)) as granted
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'tenant' and c.relkind in ('r', 'p') and not c.relispartition
    order by c.oid`;
  const tables = rows.map(({ name, columns, parents, checks, granted }) => ({
    name,
    columns,
    parents: parents ?? [],
    checks: new Map(Object.entries(checks ?? {})),
    granted: new Set(granted ?? []),
  }));
  return parentsFirst(tables);
};

const parentsFirst = (tables: readonly DescribedTable[]): readonly DescribedTable[] => {
  const ordered: DescribedTable[] = [];
  const place = (table: DescribedTable, path: readonly string[]): void => {
    if (ordered.includes(table) || path.includes(table.name)) return;
    for (const parent of table.parents) {
      const found = tables.find(({ name }) => name === parent.table);
      if (found !== undefined) place(found, [...path, table.name]);
    }
    ordered.push(table);
  };
  for (const table of tables) place(table, []);
  return ordered;
};
