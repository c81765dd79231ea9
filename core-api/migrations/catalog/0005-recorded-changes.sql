-- A change and what is recorded of it are one: neither a crash nor a second caller comes between them.

-- Answers the list that it replaced, as it was at that moment. The database's text of a range is not ours: see canonicalCidr.
create or replace function catalog.set_allowlist(wanted uuid, allow cidr[]) returns cidr[]
language sql volatile security definer set search_path = '' as $$
  update catalog.org set allowlist = allow, updated_at = now() where org.id = wanted returning old.allowlist
$$;

-- As before, and where the platform administrator asks, his record with it: `admin_request` is the id of his request.
drop function catalog.sign_up_begin(bytea, text, bytea);
create function catalog.sign_up_begin(
  key_hash bytea, body text, body_digest bytea default null, admin_request text default null
)
returns table (id uuid, state text, step text, created boolean, same boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  wanted jsonb := body::jsonb;
  made uuid;
begin
  -- Also those of others, so that no digest stays for longer than somebody signs up.
  update catalog.sign_up s set idempotency_key_hash = null, digest = null
   where s.id in (
     select e.id from catalog.sign_up e
      where e.idempotency_key_hash is not null and e.created_at <= now() - interval '24 hours'
      order by e.idempotency_key_hash = key_hash desc nulls last limit 100 for update skip locked);
  insert into catalog.sign_up (idempotency_key_hash, request, digest) values (key_hash, wanted, body_digest)
    on conflict on constraint sign_up_idempotency_unique do nothing
    returning catalog.sign_up.id into made;
  if made is not null then
    perform pg_notify('sign_up', made::text);
  end if;
  return query
    select s.id, s.state, s.step, made is not null,
           (s.request #- '{owner,passwordHash}') = (wanted #- '{owner,passwordHash}')
             and s.digest is not distinct from body_digest
      from catalog.sign_up s
     where case when made is not null then s.id = made else s.idempotency_key_hash = key_hash end;
  if admin_request is not null then
    perform catalog.record_platform_event(
      'platform_admin', null, 'tenant.requested', 'tenant', wanted ->> 'slug', 'success', admin_request, null);
  end if;
end $$;
revoke execute on function catalog.sign_up_begin(bytea, text, bytea, text) from public;
grant execute on function catalog.sign_up_begin(bytea, text, bytea, text) to bailiwick_app, bailiwick_platform_admin;
