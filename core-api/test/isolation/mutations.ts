/** A change to a good schema, and the rule that must find it. */
export interface Mutation {
  readonly name: string;
  readonly sql: string;
  readonly rule: string;
}

/** A table that keeps every promise, to break one at a time. */
const goodTable = `
  create table tenant.probe (org_id uuid not null, id uuid not null, note text, constraint probe_pk primary key (org_id, id));
  alter table tenant.probe owner to bailiwick_owner;
  call app.isolate('tenant.probe');`;

export const tenantMutations: readonly Mutation[] = [
  { name: "drop FORCE", rule: "row-security", sql: "alter table tenant.flow no force row level security" },
  { name: "disable row security", rule: "row-security", sql: "alter table tenant.session disable row level security" },
  { name: "drop a policy", rule: "policy-verbs", sql: "drop policy org_delete on tenant.flow" },
  { name: "drop all policies of a table", rule: "policy-verbs", sql: "drop policy org_select on tenant.audit_event" },
  {
    name: "a policy for all verbs without WITH CHECK",
    rule: "policy-check",
    sql: `drop policy org_update on tenant.flow;
      create policy org_update on tenant.flow for update to bailiwick_app using (org_id = (select app.org_id()))`,
  },
  {
    name: "a policy that calls the org function for every row",
    rule: "policy-select-form",
    sql: "alter policy org_select on tenant.flow using (org_id = app.org_id())",
  },
  {
    name: "a policy that hands a row to a function",
    rule: "policy-select-form",
    sql: `create function app.can_see(id uuid) returns boolean language sql as 'select true';
      revoke execute on function app.can_see(uuid) from public;
      alter policy org_select on tenant.flow using (org_id = (select app.org_id()) and (select app.can_see(id)))`,
  },
  {
    name: "a policy that lets everything in",
    rule: "policy-org",
    sql: "alter policy org_select on tenant.flow using (true)",
  },
  {
    name: "a policy with a way round",
    rule: "policy-org",
    sql: "alter policy org_select on tenant.flow using (org_id = (select app.org_id()) and (true or name = 'x'))",
  },
  {
    name: "a WITH CHECK that lets everything in",
    rule: "policy-org",
    sql: "alter policy org_insert on tenant.flow with check (true)",
  },
  {
    name: "a second policy that opens what the first closes",
    rule: "policy-org",
    sql: "create policy all_can_read on tenant.flow for select to bailiwick_app using (name = 'public')",
  },
  {
    name: "the administrator's policy is for another role too",
    rule: "policy-roles",
    sql: "alter policy platform_admin on tenant.flow to bailiwick_platform_admin, bailiwick_app",
  },
  {
    name: "the administrator's policy is for another role too, and lets everything in",
    rule: "policy-org",
    sql: "alter policy platform_admin on tenant.flow to bailiwick_app",
  },
  {
    name: "a table without the administrator's policy",
    rule: "policy-platform-admin",
    sql: "drop policy platform_admin on tenant.flow",
  },
  {
    name: "the administrator's role bypasses row security",
    rule: "role-flags",
    sql: "alter role bailiwick_platform_admin bypassrls",
  },
  { name: "a policy for PUBLIC", rule: "policy-roles", sql: "alter policy org_select on tenant.flow to public" },
  {
    name: "the auditor may write",
    rule: "policy-roles",
    sql: "alter policy org_insert on tenant.flow to bailiwick_app, bailiwick_auditor_ro",
  },
  {
    name: "a table without org_id",
    rule: "org-column",
    sql: "create table tenant.probe (id uuid primary key); alter table tenant.probe owner to bailiwick_owner",
  },
  {
    name: "an org_id that may be null",
    rule: "org-column",
    sql: `${goodTable} create table tenant.probe_two (org_id uuid, id uuid)`,
  },
  { name: "a table elsewhere", rule: "table-schema", sql: "create table app.probe (org_id uuid not null)" },
  { name: "a table of somebody else", rule: "table-owner", sql: "create table tenant.probe (org_id uuid not null)" },
  { name: "a global unique key", rule: "unique-org", sql: "create unique index global_name on tenant.flow (name)" },
  {
    name: "an index that is not led by the org",
    rule: "index-org-led",
    sql: "create index by_name on tenant.flow (name, org_id)",
  },
  {
    name: "a foreign key without the org",
    rule: "foreign-key-org",
    sql: `${goodTable} create unique index flow_id on tenant.flow (id);
      alter table tenant.probe add constraint probe_flow_fk foreign key (id) references tenant.flow (id)`,
  },
  {
    name: "a foreign key without an index",
    rule: "foreign-key-indexed",
    sql: `${goodTable} alter table tenant.probe add column flow_id uuid;
      alter table tenant.probe add constraint probe_flow_fk foreign key (org_id, flow_id) references tenant.flow (org_id, id)`,
  },
  {
    name: "an index on lower(email)",
    rule: "index-leakproof",
    sql: "create index by_lower on tenant.app_user (org_id, lower(email))",
  },
  {
    name: "an index whose operators are not leakproof",
    rule: "index-leakproof",
    sql: "create index by_definition on tenant.flow using gin (definition)",
  },
  {
    name: "numbers that count up",
    rule: "no-sequence",
    sql: "alter table tenant.flow add column number bigint generated always as identity",
  },
  {
    name: "drop the guard of the audit",
    rule: "append-only",
    sql: "drop trigger audit_event_no_truncate on tenant.audit_event",
  },
  {
    name: "a guard that sleeps for replicas",
    rule: "append-only",
    sql: "alter table tenant.audit_event enable trigger audit_event_append_only",
  },
  { name: "grant TRUNCATE", rule: "app-grants", sql: "grant truncate on tenant.flow to bailiwick_app" },
  { name: "grant UPDATE on the audit", rule: "app-grants", sql: "grant update on tenant.audit_event to bailiwick_app" },
  {
    name: "let the application choose the time of a record",
    rule: "app-grants",
    sql: "grant insert (occurred_at) on tenant.audit_event to bailiwick_app",
  },
  {
    name: "grant UPDATE on one column of the audit",
    rule: "app-grants",
    sql: "grant update (details) on tenant.audit_event to bailiwick_app",
  },
  {
    name: "the auditor may delete",
    rule: "auditor-grants",
    sql: "grant delete on tenant.flow to bailiwick_auditor_ro",
  },
  {
    name: "the auditor reads password hashes",
    rule: "auditor-grants",
    sql: "grant select on tenant.app_user to bailiwick_auditor_ro",
  },
  { name: "has_role INVOKER", rule: "role-definer", sql: "alter function app.has_role(text) security invoker" },
  {
    name: "a has_role that takes a row",
    rule: "role-definer",
    sql: `create function app.has_role(org uuid, wanted text) returns boolean language sql as 'select true'`,
  },
  {
    name: "a definer without search_path",
    rule: "definer-search-path",
    sql: "alter function app.has_role(text) reset search_path",
  },
  {
    name: "PUBLIC may execute a function",
    rule: "public-execute",
    sql: "grant execute on function app.has_role(text) to public",
  },
  {
    name: "new functions may be executed by PUBLIC",
    rule: "public-execute",
    sql: "alter default privileges for role bailiwick_owner grant execute on functions to public",
  },
  {
    name: "a hot function with its owner's rights",
    rule: "scoped-invoker",
    sql: "alter function app.flow_get(uuid, uuid, uuid) security definer",
  },
  { name: "an org reader that is volatile", rule: "org-reader", sql: "alter function app.org_id() volatile" },
  {
    name: "a function of somebody else",
    rule: "routine-owner",
    sql: "create function app.other() returns integer language sql as 'select 1'",
  },
  { name: "PUBLIC may use a schema", rule: "public-grants", sql: "grant usage on schema tenant to public" },
  { name: "PUBLIC may read a table", rule: "public-grants", sql: "grant select on tenant.flow to public" },
  {
    name: "a view that runs as its owner",
    rule: "view-invoker",
    sql: "create view tenant.all_flows as select * from tenant.flow",
  },
  {
    name: "a materialised view",
    rule: "view-invoker",
    sql: "create materialized view tenant.all_flows as select * from tenant.flow",
  },
  { name: "the application bypasses row security", rule: "role-flags", sql: "alter role bailiwick_app bypassrls" },
  { name: "the owner may sign in", rule: "role-flags", sql: "alter role bailiwick_owner login" },
  {
    name: "the application is a member of the owner",
    rule: "role-members",
    sql: "grant bailiwick_owner to bailiwick_app",
  },
  {
    name: "the application owns a table",
    rule: "app-owns-nothing",
    sql: "alter table tenant.flow owner to bailiwick_app",
  },
  { name: "the application may create", rule: "app-owns-nothing", sql: "grant create on schema app to bailiwick_app" },
];

export const catalogMutations: readonly Mutation[] = [
  {
    name: "the application may read orgs",
    rule: "catalog-grants",
    sql: "grant select on catalog.org to bailiwick_app",
  },
  {
    name: "the application may read one column of keys",
    rule: "catalog-grants",
    sql: "grant select (wrapped) on catalog.tenant_key to bailiwick_app",
  },
  {
    name: "the application may delete",
    rule: "catalog-grants",
    sql: "grant delete on catalog.sign_up to bailiwick_app",
  },
  {
    name: "drop the guard of the log",
    rule: "catalog-append-only",
    sql: "drop trigger platform_event_append_only on catalog.platform_event",
  },
  {
    name: "PUBLIC may execute a function",
    rule: "public-execute",
    sql: "grant execute on function catalog.org_by_slug(text) to public",
  },
  {
    name: "a definer without search_path",
    rule: "definer-search-path",
    sql: "alter function catalog.org_by_slug(text) reset search_path",
  },
];
