-- The catalog of one region: who its tenants are, where each one's rows live, and its wrapped keys.
-- No row of a tenant's own data is here, and no clear secret.
create schema catalog;

create table catalog.tenant_database (
  id uuid not null default uuidv7(),
  name text not null,
  kind text not null,
  created_at timestamptz not null default now(),
  constraint tenant_database_pk primary key (id),
  constraint tenant_database_name_unique unique (name),
  constraint tenant_database_name_form check (name ~ '^[a-z][a-z0-9_]{0,62}$'),
  constraint tenant_database_kind check (kind in ('shared', 'dedicated'))
);

create table catalog.org (
  id uuid not null default uuidv7(),
  slug text not null,
  name text not null,
  plan text not null,
  region text not null,
  database_id uuid not null,
  state text not null default 'provisioning',
  moved_to text,
  epoch integer not null default 1,
  allowlist cidr[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint org_pk primary key (id),
  constraint org_slug_unique unique (slug),
  constraint org_slug_form check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  constraint org_state check (state in ('provisioning', 'active', 'frozen', 'moved', 'suspended')),
  constraint org_moved_to check ((state = 'moved') = (moved_to is not null)),
  constraint org_epoch check (epoch > 0),
  constraint org_database_fk foreign key (database_id) references catalog.tenant_database (id)
);
create index org_by_database on catalog.org (database_id);

create table catalog.tenant_key (
  org_id uuid not null,
  version integer not null,
  wrapped bytea not null,
  kek_id text not null,
  state text not null default 'active',
  created_at timestamptz not null default now(),
  constraint tenant_key_pk primary key (org_id, version),
  constraint tenant_key_state check (state in ('active', 'decrypt_only')),
  constraint tenant_key_version check (version > 0)
);
create unique index tenant_key_one_active on catalog.tenant_key (org_id) where state = 'active';

create table catalog.sign_up (
  id uuid not null default uuidv7(),
  idempotency_key_hash bytea,
  request jsonb not null,
  org_id uuid,
  step text not null default 'accepted',
  state text not null default 'pending',
  error jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint sign_up_pk primary key (id),
  constraint sign_up_idempotency_unique unique (idempotency_key_hash),
  constraint sign_up_state check (state in ('pending', 'running', 'done', 'failed'))
);
create index sign_up_open on catalog.sign_up (created_at) where state in ('pending', 'running');

create table catalog.pin_publication (
  epoch bigint generated always as identity,
  issued_at timestamptz not null,
  not_after timestamptz not null,
  sha256 bytea not null,
  size integer not null,
  constraint pin_publication_pk primary key (epoch),
  constraint pin_publication_order check (not_after > issued_at)
);

-- One sealed constant: opening it proves that the key the process was given is the key of this data.
create table catalog.key_check (
  id integer not null default 1,
  sealed bytea not null,
  created_at timestamptz not null default now(),
  constraint key_check_pk primary key (id),
  constraint key_check_one_row check (id = 1)
);

-- Operations across tenants, by platform administrators and by jobs.
create table catalog.platform_event (
  id uuid not null default uuidv7(),
  occurred_at timestamptz not null default now(),
  actor_kind text not null,
  actor_id text,
  action text not null,
  target_type text,
  target_id text,
  outcome text not null,
  request_id text,
  details jsonb not null default '{}',
  constraint platform_event_pk primary key (id),
  constraint platform_event_actor check (actor_kind in ('system', 'platform_admin', 'anonymous')),
  constraint platform_event_outcome check (outcome in ('success', 'denied', 'failed'))
);
create index platform_event_by_time on catalog.platform_event (occurred_at desc, id desc);

create function catalog.refuse_change() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'catalog.% is append-only: % is refused', tg_table_name, tg_op using errcode = 'BW002';
end $$;
create trigger platform_event_append_only before update or delete on catalog.platform_event
  for each row execute function catalog.refuse_change();
create trigger platform_event_no_truncate before truncate on catalog.platform_event
  for each statement execute function catalog.refuse_change();
alter table catalog.platform_event enable always trigger platform_event_append_only;
alter table catalog.platform_event enable always trigger platform_event_no_truncate;

-- The job queue makes its own tables here.
create schema pgboss;
