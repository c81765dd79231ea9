import { type Rule, tables } from "./finding.ts";

/** How Postgres prints `org_id = (select app.org_id())`. */
const own = "(org_id = ( SELECT app.org_id() AS org_id))";

/** The one policy that does not ask for an organisation: for the platform administrator's role and nobody else. */
const isPlatformAdmin = `(p.polname = 'platform_admin' and p.polcmd = '*' and p.polpermissive
  and p.polroles = array['bailiwick_platform_admin'::regrole]::oid[]
  and pg_get_expr(p.polqual, p.polrelid) = 'true' and pg_get_expr(p.polwithcheck, p.polrelid) = 'true')`;

const policies = `(select t.oid, t.name, p.polname, p.polcmd, p.polroles, p.polpermissive,
    pg_get_expr(p.polqual, p.polrelid) as reads, pg_get_expr(p.polwithcheck, p.polrelid) as writes
  from pg_policy p join ${tables} t on t.oid = p.polrelid where not ${isPlatformAdmin})`;

/** Both expressions of every policy, one a row. */
const expressions = `(select name, polname, 'using' as part, reads as expression from ${policies} p where reads is not null
  union all select name, polname, 'with check', writes from ${policies} p where writes is not null)`;

/** What every policy must say. */
export const policyRules: readonly Rule[] = [
  {
    name: "policy-verbs",
    sql: `select t.name as object, 'no policy lets the application ' || verb as detail
      from ${tables} t cross join (values ('select', 'r'), ('insert', 'a'), ('update', 'w'), ('delete', 'd')) as v(verb, cmd)
      where not exists (
        select from pg_policy p where p.polrelid = t.oid and p.polcmd in (v.cmd::"char", '*') and p.polpermissive
        and 'bailiwick_app'::regrole = any(p.polroles))`,
  },
  {
    name: "policy-platform-admin",
    sql: `select t.name as object, 'has no policy for work across organisations' as detail from ${tables} t
      where not exists (select from pg_policy p where p.polrelid = t.oid and ${isPlatformAdmin})`,
  },
  {
    name: "policy-check",
    sql: `select name || '.' || polname as object, 'writes without an explicit WITH CHECK' as detail
      from ${policies} p where polcmd in ('a', 'w', '*') and writes is null
      union all
      select name || '.' || polname, 'reads without USING' from ${policies} p where polcmd in ('r', 'w', 'd', '*') and reads is null`,
  },
  {
    name: "policy-org",
    sql: `select name || '.' || polname as object, part || ' does not begin with the org: ' || expression as detail
      from ${expressions} e where expression <> '${own}' and not starts_with(expression, '(${own} AND ')
      union all
      -- An OR at any level could let a row in that the first conjunct keeps out.
      select name || '.' || polname, part || ' has an OR: ' || expression from ${expressions} e where expression ~* '\\mOR\\M'`,
  },
  {
    // Outside a sub-select Postgres calls the function for every row.
    name: "policy-select-form",
    sql: `select name || '.' || polname as object, part || ' calls a function for every row: ' || expression as detail
      from ${expressions} e
      where regexp_replace(expression, '\\( SELECT app\\.[a-z_]+\\((''[^'']*''(::text)?)?\\)', '', 'g') ~ '[a-z_]+\\('`,
  },
  {
    name: "policy-roles",
    sql: `select name || '.' || polname as object, 'is for ' || case when role = 0 then 'PUBLIC' else role::regrole::text end as detail
      from ${policies} p cross join unnest(polroles) as role
      where role = 0 or role::regrole::text not in ('bailiwick_app', 'bailiwick_owner', 'bailiwick_auditor_ro')
        or (role::regrole::text = 'bailiwick_auditor_ro' and polcmd <> 'r')`,
  },
];
