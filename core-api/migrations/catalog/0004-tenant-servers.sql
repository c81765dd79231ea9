-- Tenant databases on other servers than the catalog's. `main` is the catalog's own; the id of any other is a setting of the
-- region's processes. `location` is what they call a database by: its name on `main`, `<server>/<name>` elsewhere.
alter table catalog.tenant_database add column server text not null default 'main';
alter table catalog.tenant_database add constraint tenant_database_server_form check (server ~ '^[a-z][a-z0-9-]{0,31}$');
alter table catalog.tenant_database drop constraint tenant_database_name_unique;
alter table catalog.tenant_database add constraint tenant_database_place_unique unique (server, name);
alter table catalog.tenant_database add column location text not null
  generated always as (case server when 'main' then name else server || '/' || name end) stored;

create or replace function catalog.org_by_slug(wanted text)
returns table (id uuid, slug text, name text, plan text, region text, database text, state text, moved_to text, epoch integer, allowlist cidr[], created_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select o.id, o.slug, o.name, o.plan, o.region, d.location, o.state, o.moved_to, o.epoch, o.allowlist, o.created_at
    from catalog.org o join catalog.tenant_database d on d.id = o.database_id
   where o.slug = wanted
$$;

create or replace function catalog.org_by_id(wanted uuid)
returns table (id uuid, slug text, name text, plan text, region text, database text, state text, moved_to text, epoch integer, allowlist cidr[], created_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select o.id, o.slug, o.name, o.plan, o.region, d.location, o.state, o.moved_to, o.epoch, o.allowlist, o.created_at
    from catalog.org o join catalog.tenant_database d on d.id = o.database_id
   where o.id = wanted
$$;

create or replace function catalog.org_list(after uuid, page integer)
returns table (id uuid, slug text, name text, plan text, region text, database text, state text, moved_to text, epoch integer, allowlist cidr[], created_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select o.id, o.slug, o.name, o.plan, o.region, d.location, o.state, o.moved_to, o.epoch, o.allowlist, o.created_at
    from catalog.org o join catalog.tenant_database d on d.id = o.database_id
   where after is null or o.id < after
   order by o.id desc
   limit least(page, 101)
$$;
