-- Who is asking. Every policy of this database compares with app.org_id(), which raises where no org is set:
-- a forgotten scope is an error, never an empty answer.
create schema app;
create schema tenant;
grant usage on schema app, tenant to bailiwick_app, bailiwick_platform_admin, bailiwick_auditor_ro;

create function app.org_id() returns uuid language plpgsql stable parallel safe as $$
declare
  setting text := pg_catalog.current_setting('app.current_org_id', true);
begin
  -- A transaction-local setting that has ended reads as '', one that never was as null.
  if setting is null or setting = '' then
    raise exception 'no organisation is set for this transaction' using errcode = 'BW001';
  end if;
  return setting::uuid;
end $$;

-- The signed-in user, or null for the system and for a visitor.
create function app.user_id() returns uuid language sql stable parallel safe as $$
  select nullif(pg_catalog.current_setting('app.current_user_id', true), '')::uuid
$$;

-- First statement of every one-statement function: sets the scope until the end of the transaction.
create function app.enter(org uuid, actor uuid) returns void language plpgsql volatile as $$
begin
  if org is null then
    raise exception 'no organisation is set for this transaction' using errcode = 'BW001';
  end if;
  perform pg_catalog.set_config('app.current_org_id', org::text, true),
          pg_catalog.set_config('app.current_user_id', coalesce(actor::text, ''), true);
end $$;

-- The only way a tenant table gets its policies. The scope is a sub-select, so that Postgres asks once a
-- statement and not once a row. The owner is bound like the application: definer functions see one org too.
create procedure app.isolate(relation regclass) language plpgsql set search_path = '' as $$
declare
  own constant text := 'org_id = (select app.org_id())';
begin
  execute format('alter table %s enable row level security', relation);
  execute format('alter table %s force row level security', relation);
  execute format('create policy org_select on %s for select to bailiwick_app, bailiwick_owner, bailiwick_auditor_ro using (%s)', relation, own);
  execute format('create policy org_insert on %s for insert to bailiwick_app, bailiwick_owner with check (%s)', relation, own);
  execute format('create policy org_update on %s for update to bailiwick_app, bailiwick_owner using (%s) with check (%s)', relation, own, own);
  execute format('create policy org_delete on %s for delete to bailiwick_app, bailiwick_owner using (%s)', relation, own);
end $$;

create function app.refuse_change() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'tenant.% is append-only: % is refused', tg_table_name, tg_op using errcode = 'BW002';
end $$;

revoke execute on all routines in schema app from public;
-- Without "in schema": a schema's default privileges can add to the general ones, never take away.
alter default privileges revoke execute on routines from public;
grant execute on function app.org_id(), app.user_id() to bailiwick_app, bailiwick_platform_admin, bailiwick_auditor_ro;
grant execute on function app.enter(uuid, uuid) to bailiwick_app, bailiwick_platform_admin;
