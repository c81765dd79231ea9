create table tenant.flow (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null,
  description text not null default '',
  definition jsonb not null default '{}',
  version integer not null default 1,
  created_by uuid,
  updated_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  trashed_at timestamptz,
  constraint flow_pk primary key (org_id, id),
  constraint flow_version_positive check (version > 0),
  constraint flow_name_size check (length(name) between 1 and 200),
  constraint flow_created_by_fk foreign key (org_id, created_by) references tenant.app_user (org_id, id) on delete set null (created_by),
  constraint flow_updated_by_fk foreign key (org_id, updated_by) references tenant.app_user (org_id, id) on delete set null (updated_by)
);
-- Ids are time-ordered, so the id alone is the cursor: newest first, no ties, no lost microseconds.
create index flow_live on tenant.flow (org_id, id desc) where trashed_at is null;
create index flow_trashed on tenant.flow (org_id, id desc) where trashed_at is not null;
create index flow_by_created_by on tenant.flow (org_id, created_by);
create index flow_by_updated_by on tenant.flow (org_id, updated_by);

create table tenant.flow_version (
  org_id uuid not null,
  flow_id uuid not null,
  version integer not null,
  name text not null,
  description text not null,
  definition jsonb not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  constraint flow_version_pk primary key (org_id, flow_id, version),
  constraint flow_version_flow_fk foreign key (org_id, flow_id) references tenant.flow (org_id, id) on delete cascade,
  constraint flow_version_created_by_fk foreign key (org_id, created_by) references tenant.app_user (org_id, id) on delete set null (created_by)
);
create index flow_version_by_created_by on tenant.flow_version (org_id, created_by);

call app.isolate('tenant.flow');
call app.isolate('tenant.flow_version');

grant select, insert, update, delete on tenant.flow to bailiwick_app, bailiwick_platform_admin;
grant select, insert on tenant.flow_version to bailiwick_app, bailiwick_platform_admin;
grant select on tenant.flow, tenant.flow_version to bailiwick_auditor_ro;
