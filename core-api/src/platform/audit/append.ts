import type { OrgScope, Tx } from "../db/index.ts";
import type { AuditEvent } from "./event.ts";

/** Appends a record in the transaction of the action it describes: both are kept, or neither. */
export const appendAudit = async (
  tx: Tx,
  scope: OrgScope,
  event: AuditEvent,
  sealed: Uint8Array | null,
): Promise<void> => {
  await tx`
    insert into tenant.audit_event
      (org_id, actor_kind, actor_id, actor_role, action, target_type, target_id, outcome, request_id, details, pii)
    values (
      ${scope.orgId}, ${event.actorKind}, ${event.actorId ?? null}, ${event.actorRole ?? null}, ${event.action},
      ${event.targetType ?? null}, ${event.targetId ?? null}, ${event.outcome}, ${event.requestId ?? null},
      ${JSON.stringify(event.details ?? {})}::text::jsonb, ${sealed})`;
};
