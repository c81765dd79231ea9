import type { Tx } from "../../platform/db/index.ts";
import type { AuditQuery } from "./schema.ts";

export interface AuditRow {
  readonly id: string;
  readonly occurred_at: Date;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_role: string | null;
  readonly action: string;
  readonly target_type: string | null;
  readonly target_id: string | null;
  readonly outcome: "success" | "denied" | "failed";
  readonly request_id: string | null;
  readonly details: Record<string, unknown>;
  readonly pii: Uint8Array | null;
}

/** Records that match, newest first; ids are time-ordered, so the id is the cursor. */
export const auditPage = (
  tx: Tx,
  { action, actor, from, to }: AuditQuery,
  after: string | null,
  limit: number,
): Promise<readonly AuditRow[]> => tx<AuditRow[]>`
  select id, occurred_at, actor_kind, actor_id, actor_role, action, target_type, target_id, outcome, request_id, details, pii
    from tenant.audit_event
   where id < coalesce(${after}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
     ${action === undefined ? tx`` : tx`and action = ${action}`}
     ${actor === undefined ? tx`` : tx`and actor_id = ${actor}`}
     ${from === undefined ? tx`` : tx`and occurred_at >= ${from}::timestamptz`}
     ${to === undefined ? tx`` : tx`and occurred_at < ${to}::timestamptz`}
   order by id desc limit ${limit}`;
