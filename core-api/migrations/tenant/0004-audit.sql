-- One record for every action, written in the action's own transaction. Nobody changes or removes a record:
-- the application has no right to, and triggers refuse even the owner.
create table tenant.audit_event (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  occurred_at timestamptz not null default now(),
  actor_kind text not null,
  actor_id uuid,
  actor_role text,
  action text not null,
  target_type text,
  target_id text,
  outcome text not null default 'success',
  request_id text,
  details jsonb not null default '{}',
  -- Sealed JSON: e-mail, client address, user agent. Never in clear.
  pii bytea,
  -- Lets a sealer take rows in commit order: nothing still open can appear below the horizon of its snapshot.
  xact_id xid8 not null default pg_current_xact_id(),
  constraint audit_event_pk primary key (org_id, id),
  constraint audit_event_actor check (actor_kind in ('user', 'system', 'platform_admin', 'anonymous')),
  constraint audit_event_outcome check (outcome in ('success', 'denied', 'failed')),
  constraint audit_event_action_form check (action ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$')
);
create index audit_event_by_time on tenant.audit_event (org_id, occurred_at desc, id desc);
create index audit_event_by_action on tenant.audit_event (org_id, action, id desc);
create index audit_event_by_actor on tenant.audit_event (org_id, actor_id, id desc);
create index audit_event_by_xact on tenant.audit_event (org_id, xact_id);

call app.isolate('tenant.audit_event');
create trigger audit_event_append_only before update or delete on tenant.audit_event
  for each row execute function app.refuse_change();
create trigger audit_event_no_truncate before truncate on tenant.audit_event
  for each statement execute function app.refuse_change();
-- ALWAYS: also where session_replication_role would silence ordinary triggers.
alter table tenant.audit_event enable always trigger audit_event_append_only;
alter table tenant.audit_event enable always trigger audit_event_no_truncate;

grant select, insert on tenant.audit_event to bailiwick_app, bailiwick_platform_admin;
grant select on tenant.audit_event to bailiwick_auditor_ro;
