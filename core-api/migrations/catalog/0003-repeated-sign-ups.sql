-- What an idempotency key stands for: a digest of the whole request, password included, under a key the database does not
-- have. The request alone leaves the password out.
alter table catalog.sign_up add column digest bytea;
create index sign_up_with_key on catalog.sign_up (created_at) where idempotency_key_hash is not null;

-- Records a request to sign up. For 24 hours the same idempotency key answers the first request's row; `same` is then false
-- when the requests differ (RFC 9110 section 9.2.2; draft-ietf-httpapi-idempotency-key-header section 2.6). The bodies are
-- compared without the password hash, which bcrypt salts anew each time.
drop function catalog.sign_up_begin(bytea, text);
create function catalog.sign_up_begin(key_hash bytea, body text, body_digest bytea default null)
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
end $$;
revoke execute on function catalog.sign_up_begin(bytea, text, bytea) from public;
grant execute on function catalog.sign_up_begin(bytea, text, bytea) to bailiwick_app, bailiwick_platform_admin;
