import { type Rule, tables } from "./finding.ts";

const orgColumn = (table: string): string =>
  `(select attnum from pg_attribute where attrelid = ${table} and attname = 'org_id' and not attisdropped)`;

/** What every table of a tenant database must be, whatever it holds. */
export const tableRules: readonly Rule[] = [
  {
    name: "table-schema",
    sql: `select name as object, 'a table outside schema tenant' as detail from ${tables} t where nspname <> 'tenant'`,
  },
  {
    name: "table-owner",
    sql: `select name as object, 'is owned by ' || relowner::regrole::text as detail from ${tables} t where relowner <> 'bailiwick_owner'::regrole`,
  },
  {
    name: "org-column",
    sql: `select name as object, 'has no column org_id uuid not null' as detail from ${tables} t where not exists (
      select from pg_attribute a where a.attrelid = t.oid and a.attname = 'org_id' and a.atttypid = 'uuid'::regtype and a.attnotnull)`,
  },
  {
    name: "row-security",
    sql: `select name as object, 'row security is not both enabled and forced' as detail from ${tables} t where not (relrowsecurity and relforcerowsecurity)`,
  },
  {
    name: "index-org-led",
    sql: `select i.indexrelid::regclass::text as object, 'does not begin with org_id' as detail
      from pg_index i join ${tables} t on t.oid = i.indrelid
      where i.indkey[0] is distinct from ${orgColumn("t.oid")}
      union all
      select name, 'has no index that begins with org_id' from ${tables} t where not exists (
        select from pg_index i where i.indrelid = t.oid and i.indisvalid and i.indkey[0] = ${orgColumn("t.oid")})`,
  },
  {
    // A unique key without the org tells one tenant what another one has.
    name: "unique-org",
    sql: `select i.indexrelid::regclass::text as object, 'is unique across organisations' as detail
      from pg_index i join ${tables} t on t.oid = i.indrelid
      where (i.indisunique or i.indisexclusion) and not (${orgColumn("t.oid")} = any(i.indkey::int2[]))`,
  },
  {
    name: "foreign-key-org",
    sql: `select c.conname::text as object, 'does not bind org_id to the other table''s org_id' as detail
      from pg_constraint c join ${tables} t on t.oid = c.conrelid
      where c.contype = 'f' and not exists (
        select from unnest(c.conkey, c.confkey) as pair(here, there)
        where here = ${orgColumn("c.conrelid")} and there = ${orgColumn("c.confrelid")})`,
  },
  {
    name: "foreign-key-indexed",
    sql: `select c.conname::text as object, 'no index begins with its columns' as detail
      from pg_constraint c join ${tables} t on t.oid = c.conrelid
      where c.contype = 'f' and not exists (
        select from pg_index i where i.indrelid = c.conrelid and i.indisvalid and i.indpred is null
        and (select array_agg(k order by k) from unnest((i.indkey::int2[])[0:cardinality(c.conkey) - 1]) k)
          = (select array_agg(k order by k) from unnest(c.conkey) k))`,
  },
  {
    // Under row security only leakproof operators reach an index: with any other the index is dead weight.
    name: "index-leakproof",
    sql: `select distinct i.indexrelid::regclass::text as object, 'operator ' || o.oprname || ' is not leakproof' as detail
      from pg_index i join ${tables} t on t.oid = i.indrelid
      cross join unnest(i.indclass::oid[]) as class(oid)
      join pg_opclass c on c.oid = class.oid
      join pg_amop a on a.amopfamily = c.opcfamily and a.amoplefttype = c.opcintype and a.amoprighttype = c.opcintype and a.amoppurpose = 's'
      join pg_operator o on o.oid = a.amopopr join pg_proc p on p.oid = o.oprcode
      where not p.proleakproof
      union all
      select i.indexrelid::regclass::text, 'indexes an expression: store it in a generated column'
      from pg_index i join ${tables} t on t.oid = i.indrelid where i.indexprs is not null`,
  },
  {
    // Numbers that count up tell every tenant how much all the others do.
    name: "no-sequence",
    sql: `select c.oid::regclass::text as object, 'a sequence in schema tenant' as detail
      from pg_class c where c.relkind = 'S' and c.relnamespace = 'tenant'::regnamespace`,
  },
  {
    name: "append-only",
    sql: `select 'tenant.audit_event' as object, 'no trigger refuses ' || verb as detail
      from (values ('DELETE', 8), ('UPDATE', 16), ('TRUNCATE', 32)) as v(verb, bit)
      where not exists (
        select from pg_trigger g where g.tgrelid = 'tenant.audit_event'::regclass and g.tgenabled = 'A'
        and g.tgfoid = 'app.refuse_change'::regproc and (g.tgtype & bit) <> 0 and (g.tgtype & 2) <> 0 and g.tgqual is null)`,
  },
];
