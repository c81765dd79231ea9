-- Work across organisations (jobs of the platform administrator's role) is let in by a policy of each table, not by an
-- attribute of the role: BYPASSRLS can only be given by a superuser or by a role that has it, and the first user of a
-- managed server may have neither.
create or replace procedure app.isolate(relation regclass) language plpgsql set search_path = '' as $$
declare
  own constant text := 'org_id = (select app.org_id())';
begin
  execute format('alter table %s enable row level security', relation);
  execute format('alter table %s force row level security', relation);
  execute format('create policy org_select on %s for select to bailiwick_app, bailiwick_owner, bailiwick_auditor_ro using (%s)', relation, own);
  execute format('create policy org_insert on %s for insert to bailiwick_app, bailiwick_owner with check (%s)', relation, own);
  execute format('create policy org_update on %s for update to bailiwick_app, bailiwick_owner using (%s) with check (%s)', relation, own, own);
  execute format('create policy org_delete on %s for delete to bailiwick_app, bailiwick_owner using (%s)', relation, own);
  execute format('create policy platform_admin on %s to bailiwick_platform_admin using (true) with check (true)', relation);
end $$;

do $$
declare
  relation regclass;
begin
  for relation in
    select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'tenant' and c.relkind in ('r', 'p') and c.relrowsecurity
  loop
    execute format('create policy platform_admin on %s to bailiwick_platform_admin using (true) with check (true)', relation);
  end loop;
end $$;
