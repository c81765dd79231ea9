-- The application says what was done and by whom, not when and not as what number: time, id and transaction of a record are the
-- database's. It speaks for the user of the scope, for a visitor or for the system, never for the platform administrator.
revoke insert on tenant.audit_event from bailiwick_app;
grant insert (org_id, actor_kind, actor_id, actor_role, action, target_type, target_id, outcome, request_id, details, pii)
  on tenant.audit_event to bailiwick_app;

alter policy org_insert on tenant.audit_event with check (
  org_id = (select app.org_id())
  and actor_kind <> 'platform_admin'
  and actor_id is not distinct from (select app.user_id())
  and (actor_kind = 'user') = (actor_id is not null));
