-- People of a tenant, their roles and their sessions live with the tenant's data.
create table tenant.app_user (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  email text not null,
  -- Stored, because lower() is not leakproof: under row security an index on lower(email) would never be used.
  email_lc text generated always as (lower(email)) stored,
  name text not null,
  password_hash text,
  state text not null default 'active',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint app_user_pk primary key (org_id, id),
  constraint app_user_email_unique unique (org_id, email_lc),
  constraint app_user_state check (state in ('active', 'deactivated')),
  constraint app_user_email_size check (length(email) between 3 and 254),
  constraint app_user_name_size check (length(name) between 1 and 200)
);

create table tenant.user_roles (
  org_id uuid not null,
  user_id uuid not null,
  role text not null,
  granted_by uuid,
  granted_at timestamptz not null default now(),
  constraint user_roles_pk primary key (org_id, user_id, role),
  constraint user_roles_user_fk foreign key (org_id, user_id) references tenant.app_user (org_id, id) on delete cascade,
  constraint user_roles_role_form check (role ~ '^[a-z][a-z0-9_-]{0,62}$')
);
create index user_roles_by_role on tenant.user_roles (org_id, role);

create table tenant.session (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  absolute_expires_at timestamptz not null,
  ended_at timestamptz,
  constraint session_pk primary key (org_id, id),
  constraint session_token_unique unique (org_id, token_hash),
  constraint session_token_size check (octet_length(token_hash) = 32),
  constraint session_user_fk foreign key (org_id, user_id) references tenant.app_user (org_id, id) on delete cascade
);
create index session_by_user on tenant.session (org_id, user_id);

call app.isolate('tenant.app_user');
call app.isolate('tenant.user_roles');
call app.isolate('tenant.session');

grant select, insert, update, delete on tenant.app_user, tenant.user_roles, tenant.session to bailiwick_app, bailiwick_platform_admin;
grant select (org_id, id, email, name, state, created_at, updated_at) on tenant.app_user to bailiwick_auditor_ro;
grant select on tenant.user_roles to bailiwick_auditor_ro;

-- Whether the signed-in user holds the role. Takes no row, so that a policy can ask it once a statement:
-- always write (select app.has_role('…')). Definer: user_roles may not be readable where it is asked.
create function app.has_role(wanted text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from tenant.user_roles r
     where r.org_id = (select app.org_id()) and r.user_id = (select app.user_id()) and r.role = wanted)
$$;
revoke execute on function app.has_role(text) from public;
grant execute on function app.has_role(text) to bailiwick_app, bailiwick_auditor_ro;
