import { ours, type Rule, tables } from "./finding.ts";

/** What the roles are, on the whole server. */
export const roleRules: readonly Rule[] = [
  {
    name: "role-flags",
    sql: `select r.rolname::text as object, 'has attributes it must not have' as detail from pg_roles r
      where r.rolname ~ '^bailiwick_' and (
        r.rolsuper or r.rolreplication or r.rolinherit or r.rolbypassrls
        or (r.rolcreaterole and r.rolname <> 'bailiwick_role_keeper')
        or (r.rolcreatedb and r.rolname not in ('bailiwick_migrator', 'bailiwick_role_keeper'))
        or (r.rolcanlogin and r.rolname = 'bailiwick_owner'))
      union all
      select name, 'is not there' from unnest(array['bailiwick_owner', 'bailiwick_migrator', 'bailiwick_app', 'bailiwick_platform_admin', 'bailiwick_auditor_ro']) name
      where not exists (select from pg_roles r where r.rolname = name)`,
  },
  {
    name: "role-members",
    sql: `select m.member::regrole::text as object, 'is a member of ' || m.roleid::regrole::text as detail
      from pg_auth_members m join pg_roles r on r.oid = m.member
      where r.rolname ~ '^bailiwick_' and not (r.rolname = 'bailiwick_migrator' and m.roleid = 'bailiwick_owner'::regrole)
        and m.roleid::regrole::text <> 'rds_iam' -- says how a role signs in on RDS, and gives no right
        and not (r.rolname = 'bailiwick_role_keeper' and m.admin_option and not m.inherit_option and not m.set_option)
      union all
      select 'bailiwick_role_keeper', 'has a member, ' || m.member::regrole::text from pg_auth_members m
      where m.roleid = to_regrole('bailiwick_role_keeper')`,
  },
  {
    name: "app-owns-nothing",
    sql: `select c.oid::regclass::text as object, 'is owned by ' || c.relowner::regrole::text as detail from pg_class c
      where c.relowner in ('bailiwick_app'::regrole, 'bailiwick_auditor_ro'::regrole)
      union all
      select n.nspname::text, 'lets ' || r.rolname || ' create objects' from pg_namespace n
      cross join pg_roles r where r.rolname in ('bailiwick_app', 'bailiwick_auditor_ro') and has_schema_privilege(r.oid, n.oid, 'create')
      union all
      select d.datname::text, 'lets ' || r.rolname || ' create ' || p from pg_database d
      cross join pg_roles r cross join unnest(array['create', 'temporary']) p
      where d.datname = current_database() and r.rolname in ('bailiwick_app', 'bailiwick_auditor_ro') and has_database_privilege(r.oid, d.oid, p)`,
  },
];

/** Rights on the tables of a tenant database. */
export const tenantGrantRules: readonly Rule[] = [
  {
    name: "app-grants",
    sql: `select t.name as object, 'the application may ' || verb as detail
      from ${tables} t cross join unnest(array['truncate', 'references', 'trigger', 'maintain']) verb
      where has_table_privilege('bailiwick_app', t.oid, verb)
      union all
      select t.name, 'the application may ' || verb || ' an append-only table'
      from ${tables} t cross join unnest(array['update', 'delete']) verb
      where exists (select from pg_trigger g where g.tgrelid = t.oid and g.tgfoid = 'app.refuse_change'::regproc)
        and (has_table_privilege('bailiwick_app', t.oid, verb) or (verb = 'update' and has_any_column_privilege('bailiwick_app', t.oid, 'update')))
      union all
      select t.name || '.' || a.attname, 'the application may choose it'
      from ${tables} t join pg_attribute a on a.attrelid = t.oid and a.attname in ('id', 'occurred_at', 'xact_id') and not a.attisdropped
      where exists (select from pg_trigger g where g.tgrelid = t.oid and g.tgfoid = 'app.refuse_change'::regproc)
        and has_column_privilege('bailiwick_app', t.oid, a.attnum, 'insert')`,
  },
  {
    name: "auditor-grants",
    sql: `select t.name as object, 'the auditor may ' || verb as detail
      from ${tables} t cross join unnest(array['insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain']) verb
      where has_table_privilege('bailiwick_auditor_ro', t.oid, verb)
      union all
      select t.name || '.' || a.attname, 'the auditor may read a credential'
      from ${tables} t join pg_attribute a on a.attrelid = t.oid and a.attname ~ '(password|token|secret)' and not a.attisdropped
      where has_column_privilege('bailiwick_auditor_ro', t.oid, a.attnum, 'select')`,
  },
];

/** The catalog: the application holds no right on any table, only on functions. */
export const catalogGrantRules: readonly Rule[] = [
  {
    name: "catalog-grants",
    sql: `select c.oid::regclass::text as object, 'the application may ' || verb as detail
      from pg_class c join ${ours} n on n.oid = c.relnamespace
      cross join unnest(array['select', 'insert', 'update', 'references']) verb
      where c.relkind in ('r', 'p', 'v', 'm') and n.nspname = 'catalog' and has_any_column_privilege('bailiwick_app', c.oid, verb)
      union all
      select c.oid::regclass::text, 'the application may ' || verb
      from pg_class c join ${ours} n on n.oid = c.relnamespace cross join unnest(array['delete', 'truncate', 'trigger']) verb
      where c.relkind in ('r', 'p') and n.nspname = 'catalog' and has_table_privilege('bailiwick_app', c.oid, verb)`,
  },
  {
    name: "catalog-append-only",
    sql: `select 'catalog.platform_event' as object, 'no trigger refuses ' || verb as detail
      from (values ('DELETE', 8), ('UPDATE', 16), ('TRUNCATE', 32)) as v(verb, bit)
      where not exists (
        select from pg_trigger g where g.tgrelid = 'catalog.platform_event'::regclass and g.tgenabled = 'A'
        and g.tgfoid = 'catalog.refuse_change'::regproc and (g.tgtype & bit) <> 0 and (g.tgtype & 2) <> 0 and g.tgqual is null)`,
  },
];
