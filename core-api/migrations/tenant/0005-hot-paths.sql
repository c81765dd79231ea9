-- One statement each, no transaction around it: the function sets the scope itself, until its own end.
-- Invoker's rights, so that every policy still decides. Arguments begin with the org and the actor.
-- jsonb travels as text: a client that knows the type would encode it a second time.

create function app.flow_get(org uuid, actor uuid, wanted uuid) returns setof tenant.flow
language plpgsql volatile as $$
begin
  perform app.enter(org, actor);
  return query select f.* from tenant.flow f where f.id = wanted and f.trashed_at is null;
end $$;

-- A page, newest first; `after` is the last id of the page before, or null.
create function app.flow_list(org uuid, actor uuid, trashed boolean, after uuid, page integer) returns setof tenant.flow
language plpgsql volatile as $$
begin
  perform app.enter(org, actor);
  if trashed then
    return query select f.* from tenant.flow f
      where f.trashed_at is not null and f.id < coalesce(after, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
      order by f.id desc limit page;
  else
    return query select f.* from tenant.flow f
      where f.trashed_at is null and f.id < coalesce(after, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
      order by f.id desc limit page;
  end if;
end $$;

create function app.audit_append(
  org uuid, actor uuid, actor_kind text, actor_role text, action text, target_type text, target_id text,
  outcome text, request_id text, details text, pii bytea
) returns uuid
language plpgsql volatile as $$
declare
  made uuid;
begin
  perform app.enter(org, actor);
  insert into tenant.audit_event as e
    (org_id, actor_kind, actor_id, actor_role, action, target_type, target_id, outcome, request_id, details, pii)
  values
    (org, audit_append.actor_kind, actor, audit_append.actor_role, audit_append.action, audit_append.target_type,
     audit_append.target_id, audit_append.outcome, audit_append.request_id, coalesce(audit_append.details, '{}')::jsonb, audit_append.pii)
  returning e.id into made;
  return made;
end $$;

-- A new flow, its first version and its audit record; all or nothing.
create function app.flow_insert(
  org uuid, actor uuid, name text, description text, definition text, actor_role text, request_id text, pii bytea
) returns setof tenant.flow
language plpgsql volatile as $$
declare
  made tenant.flow;
begin
  perform app.enter(org, actor);
  insert into tenant.flow as f (org_id, name, description, definition, created_by, updated_by)
    values (org, flow_insert.name, flow_insert.description, flow_insert.definition::jsonb, actor, actor)
    returning f.* into made;
  insert into tenant.flow_version (org_id, flow_id, version, name, description, definition, created_by)
    values (org, made.id, made.version, made.name, made.description, made.definition, actor);
  perform app.audit_append(org, actor, 'user', flow_insert.actor_role, 'flow.created', 'flow', made.id::text, 'success',
    flow_insert.request_id, jsonb_build_object('after', jsonb_build_object('name', made.name, 'version', made.version))::text, flow_insert.pii);
  return next made;
end $$;

-- The live session of a token, with its user and roles, or no row. Moves last_seen_at at most once a minute
-- (less where the idle limit is shorter), so that a busy session costs one write a minute and not one a request.
create function app.session_touch(org uuid, actor uuid, hash bytea, idle_seconds integer)
returns table (session_id uuid, user_id uuid, email text, name text, roles text[], created_at timestamptz, last_seen_at timestamptz, absolute_expires_at timestamptz)
language plpgsql volatile as $$
declare
  idle constant interval := make_interval(secs => idle_seconds);
  step constant interval := make_interval(secs => least(60.0, idle_seconds / 10.0));
begin
  perform app.enter(org, actor);
  return query
    select s.id, s.user_id, u.email, u.name,
           array(select r.role from tenant.user_roles r where r.user_id = s.user_id order by r.role),
           s.created_at, s.last_seen_at, s.absolute_expires_at
      from tenant.session s
      join tenant.app_user u on u.org_id = s.org_id and u.id = s.user_id
     where s.token_hash = hash and s.ended_at is null and u.state = 'active'
       and s.absolute_expires_at > now() and s.last_seen_at > now() - idle;
  if found then
    update tenant.session s set last_seen_at = now()
     where s.token_hash = hash and s.ended_at is null and s.last_seen_at < now() - step;
  end if;
end $$;

-- Ends the session of a token; answers its user, or no row when it had ended.
create function app.session_end(org uuid, actor uuid, hash bytea) returns setof uuid
language plpgsql volatile as $$
begin
  perform app.enter(org, actor);
  return query update tenant.session s set ended_at = now()
    where s.token_hash = hash and s.ended_at is null returning s.user_id;
end $$;

-- What a sign-in compares with. The address is compared in lower case, as it is stored.
create function app.sign_in_candidate(org uuid, actor uuid, address text)
returns table (user_id uuid, email text, name text, password_hash text, state text, roles text[])
language plpgsql volatile as $$
begin
  perform app.enter(org, actor);
  return query
    select u.id, u.email, u.name, u.password_hash, u.state,
           array(select r.role from tenant.user_roles r where r.user_id = u.id order by r.role)
      from tenant.app_user u where u.email_lc = lower(address);
end $$;

revoke execute on all functions in schema app from public;
grant execute on function
  app.flow_get(uuid, uuid, uuid),
  app.flow_list(uuid, uuid, boolean, uuid, integer),
  app.flow_insert(uuid, uuid, text, text, text, text, text, bytea),
  app.audit_append(uuid, uuid, text, text, text, text, text, text, text, text, bytea),
  app.session_touch(uuid, uuid, bytea, integer),
  app.session_end(uuid, uuid, bytea),
  app.sign_in_candidate(uuid, uuid, text)
to bailiwick_app, bailiwick_platform_admin;
