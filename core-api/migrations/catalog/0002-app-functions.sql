-- All that the role of the API may do in the catalog. It holds no right on any table, so a query that
-- somebody smuggles into the API cannot list the region's tenants or their keys.
create function catalog.org_by_slug(wanted text)
returns table (id uuid, slug text, name text, plan text, region text, database text, state text, moved_to text, epoch integer, allowlist cidr[], created_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select o.id, o.slug, o.name, o.plan, o.region, d.name, o.state, o.moved_to, o.epoch, o.allowlist, o.created_at
    from catalog.org o join catalog.tenant_database d on d.id = o.database_id
   where o.slug = wanted
$$;

create function catalog.org_by_id(wanted uuid)
returns table (id uuid, slug text, name text, plan text, region text, database text, state text, moved_to text, epoch integer, allowlist cidr[], created_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select o.id, o.slug, o.name, o.plan, o.region, d.name, o.state, o.moved_to, o.epoch, o.allowlist, o.created_at
    from catalog.org o join catalog.tenant_database d on d.id = o.database_id
   where o.id = wanted
$$;

-- For the platform administrator's API, behind its own key. Newest first; `after` is the last id of the page before.
create function catalog.org_list(after uuid, page integer)
returns table (id uuid, slug text, name text, plan text, region text, database text, state text, moved_to text, epoch integer, allowlist cidr[], created_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select o.id, o.slug, o.name, o.plan, o.region, d.name, o.state, o.moved_to, o.epoch, o.allowlist, o.created_at
    from catalog.org o join catalog.tenant_database d on d.id = o.database_id
   where after is null or o.id < after
   order by o.id desc
   limit least(page, 101)
$$;

-- What the edge must know about tenants that limit their client addresses.
create function catalog.edge_policies() returns table (slug text, allowlist cidr[])
language sql stable security definer set search_path = '' as $$
  select o.slug, o.allowlist from catalog.org o
   where cardinality(o.allowlist) > 0 and o.state in ('active', 'frozen')
   order by o.slug
$$;

create function catalog.set_allowlist(wanted uuid, allow cidr[]) returns cidr[]
language sql volatile security definer set search_path = '' as $$
  update catalog.org set allowlist = allow, updated_at = now() where org.id = wanted returning org.allowlist
$$;

create function catalog.tenant_keys(org uuid)
returns table (version integer, wrapped bytea, kek_id text, state text, created_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select k.version, k.wrapped, k.kek_id, k.state, k.created_at
    from catalog.tenant_key k where k.org_id = org order by k.version desc
$$;

create function catalog.key_check_sealed() returns bytea
language sql stable security definer set search_path = '' as $$ select sealed from catalog.key_check where id = 1 $$;

create function catalog.pin_latest()
returns table (epoch bigint, issued_at timestamptz, not_after timestamptz, sha256 bytea, size integer)
language sql stable security definer set search_path = '' as $$
  select p.epoch, p.issued_at, p.not_after, p.sha256, p.size
    from catalog.pin_publication p order by p.epoch desc limit 1
$$;

-- Records a request to sign up. The same idempotency key answers the first request's row; `same` is then
-- false when the bodies differ (RFC 9110 section 9.2.2; draft-ietf-httpapi-idempotency-key-header section 2.6).
-- The comparison leaves the password hash out: bcrypt salts it anew each time.
create function catalog.sign_up_begin(key_hash bytea, body text)
returns table (id uuid, state text, step text, created boolean, same boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  wanted jsonb := body::jsonb;
  made uuid;
begin
  insert into catalog.sign_up (idempotency_key_hash, request) values (key_hash, wanted)
    on conflict on constraint sign_up_idempotency_unique do nothing
    returning catalog.sign_up.id into made;
  if made is not null then
    perform pg_notify('sign_up', made::text);
  end if;
  return query
    select s.id, s.state, s.step, made is not null,
           (s.request #- '{owner,passwordHash}') = (wanted #- '{owner,passwordHash}')
      from catalog.sign_up s
     where case when made is not null then s.id = made else s.idempotency_key_hash = key_hash end;
end $$;

-- What the caller may see of a sign-up: never the request.
create function catalog.sign_up_get(wanted uuid)
returns table (id uuid, state text, step text, error jsonb, slug text, org_id uuid, created_at timestamptz, updated_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select s.id, s.state, s.step, s.error, s.request ->> 'slug', s.org_id, s.created_at, s.updated_at
    from catalog.sign_up s where s.id = wanted
$$;

create function catalog.record_platform_event(
  actor_kind text, actor_id text, action text, target_type text, target_id text, outcome text, request_id text, details text
) returns uuid
language sql volatile security definer set search_path = '' as $$
  insert into catalog.platform_event (actor_kind, actor_id, action, target_type, target_id, outcome, request_id, details)
  values (actor_kind, actor_id, action, target_type, target_id, outcome, request_id, coalesce(details, '{}')::jsonb)
  returning id
$$;

revoke execute on all functions in schema catalog from public;
alter default privileges revoke execute on routines from public;
grant usage on schema catalog to bailiwick_app, bailiwick_platform_admin, bailiwick_auditor_ro;
grant execute on all functions in schema catalog to bailiwick_app, bailiwick_platform_admin;
revoke execute on function catalog.refuse_change() from bailiwick_app, bailiwick_platform_admin;

grant select, insert, update, delete on
  catalog.tenant_database, catalog.org, catalog.tenant_key, catalog.sign_up, catalog.key_check to bailiwick_platform_admin;
grant select, insert on catalog.pin_publication, catalog.platform_event to bailiwick_platform_admin;
grant usage, create on schema pgboss to bailiwick_platform_admin;
grant select on catalog.platform_event, catalog.org, catalog.tenant_database, catalog.pin_publication to bailiwick_auditor_ro;
