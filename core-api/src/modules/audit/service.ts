import type { PersonalFields } from "../../platform/audit/index.ts";
import { type Actor, scopeOf } from "../../platform/auth/actor.ts";
import { decodeCursor, type Page, pageOf } from "../../platform/http/cursor.ts";
import type { Platform } from "../../platform/platform.ts";
import { type AuditRow, auditPage } from "./repository.ts";
import type { AuditEventView, AuditQuery } from "./schema.ts";

/** The audit log for those who may read it. */
export const createAuditService = ({
  database,
  audit,
  permissions,
}: Pick<Platform, "database" | "audit" | "permissions">) => ({
  /** Newest first; that it was read is itself recorded. Throws `Forbidden` without `audit:read`. */
  async list(actor: Actor, query: AuditQuery): Promise<Page<AuditEventView>> {
    permissions.require(actor, "audit:read");
    const after = decodeCursor(query.cursor);
    const scope = scopeOf(actor);
    const witness = await audit.witness(actor);
    const rows = await database.withOrg(scope, async (tx) => {
      const found = await auditPage(tx, query, after, query.limit + 1);
      const { action, actor: who, from, to } = query;
      const details = { filter: { action, actor: who, from, to }, count: Math.min(found.length, query.limit) };
      await witness.append(tx, { action: "audit.read", details });
      return found;
    });
    const personal = new Map<string, PersonalFields | undefined>();
    for (const { id, pii, request_id: requestId } of rows) {
      if (pii !== null) personal.set(id, await audit.open(scope.orgId, requestId, pii));
    }
    return pageOf(rows, query.limit, (row) => show(row, personal.get(row.id)));
  },
});

export type AuditService = ReturnType<typeof createAuditService>;

const show = (row: AuditRow, personal: PersonalFields | undefined): AuditEventView => ({
  id: row.id,
  occurredAt: row.occurred_at.toISOString(),
  actor: { kind: row.actor_kind, id: row.actor_id, role: row.actor_role, email: personal?.email ?? null },
  action: row.action,
  target: { type: row.target_type, id: row.target_id },
  outcome: row.outcome,
  requestId: row.request_id,
  address: personal?.address ?? null,
  userAgent: personal?.userAgent ?? null,
  details: row.details,
});
