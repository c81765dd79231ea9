import { ours, type Rule } from "./finding.ts";

/** Functions that run with their owner's rights, and what nobody may call. True of catalog and tenant databases. */
export const routineRules: readonly Rule[] = [
  {
    name: "definer-search-path",
    sql: `select p.oid::regprocedure::text as object, 'security definer without an empty search_path' as detail
      from pg_proc p join ${ours} n on n.oid = p.pronamespace
      where p.prosecdef and not ('search_path=""' = any(coalesce(p.proconfig, '{}')))`,
  },
  {
    name: "routine-owner",
    sql: `select p.oid::regprocedure::text as object, 'is owned by ' || p.proowner::regrole::text as detail
      from pg_proc p join ${ours} n on n.oid = p.pronamespace
      where n.nspname <> 'pgboss' and p.proowner <> 'bailiwick_owner'::regrole`,
  },
  {
    name: "public-execute",
    sql: `select p.oid::regprocedure::text as object, 'PUBLIC may execute it' as detail
      from pg_proc p join ${ours} n on n.oid = p.pronamespace
      where n.nspname <> 'pgboss' and exists (
        select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)
      union all
      select 'default privileges', 'new functions may be executed by PUBLIC' where not exists (
        select from pg_default_acl d where d.defaclrole = 'bailiwick_owner'::regrole and d.defaclobjtype = 'f' and d.defaclnamespace = 0
        and not exists (select from aclexplode(d.defaclacl) a where a.grantee = 0))`,
  },
  {
    name: "public-grants",
    sql: `select n.nspname::text as object, 'PUBLIC has ' || a.privilege_type as detail
      from ${ours} o join pg_namespace n using (oid) cross join aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a where a.grantee = 0
      union all
      select c.oid::regclass::text, 'PUBLIC has ' || a.privilege_type
      from pg_class c join ${ours} n on n.oid = c.relnamespace
      cross join aclexplode(coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))) a where a.grantee = 0
      union all
      select d.datname::text, 'PUBLIC has ' || a.privilege_type
      from pg_database d cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
      where d.datname = current_database() and a.grantee = 0`,
  },
  {
    name: "view-invoker",
    sql: `select c.oid::regclass::text as object,
        case c.relkind when 'm' then 'a materialised view holds rows of every organisation' else 'a view without security_invoker' end as detail
      from pg_class c join ${ours} n on n.oid = c.relnamespace
      where c.relkind = 'm' or (c.relkind = 'v' and not ('security_invoker=true' = any(coalesce(c.reloptions, '{}'))))`,
  },
];

/** Functions of a tenant database. */
export const tenantRoutineRules: readonly Rule[] = [
  {
    name: "scoped-invoker",
    sql: `select p.oid::regprocedure::text as object, 'takes an org as argument and runs with its owner''s rights' as detail
      from pg_proc p where p.pronamespace = 'app'::regnamespace and p.prosecdef and p.proargnames[1] = 'org'`,
  },
  {
    name: "role-definer",
    sql: `select 'app.has_role' as object, 'is not one security definer function of a single text' as detail
      where not exists (select from pg_proc p where p.oid = to_regprocedure('app.has_role(text)') and p.prosecdef and p.provolatile = 's')
        or (select count(*) from pg_proc p where p.proname = 'has_role') > 1`,
  },
  {
    name: "org-reader",
    sql: `select 'app.org_id' as object, 'is not a stable function with the caller''s rights' as detail
      where not exists (select from pg_proc p where p.oid = to_regprocedure('app.org_id()') and not p.prosecdef and p.provolatile = 's')`,
  },
];

/** Every function the application may call with an org: the fuzz test attacks each. */
export const scopedRoutines = `select p.proname::text as name, array(select format_type(t, null) from unnest(p.proargtypes::oid[]) t) as types
  from pg_proc p where p.pronamespace = 'app'::regnamespace and p.proargnames[1] = 'org' and p.proname <> 'enter'
  and has_function_privilege('bailiwick_app', p.oid, 'execute')`;
