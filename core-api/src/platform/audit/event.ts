/** One record of a tenant's audit log, without the personal fields. Names of actions and fields are a public contract. */
export interface AuditEvent {
  readonly actorKind: "user" | "system" | "platform_admin" | "anonymous";
  readonly actorId?: string | undefined;
  readonly actorRole?: string | undefined;
  readonly action: AuditAction;
  readonly targetType?: string | undefined;
  readonly targetId?: string | undefined;
  readonly outcome: "success" | "denied" | "failed";
  readonly requestId?: string | undefined;
  /** Before and after, never a secret and nothing personal. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Who was behind a record; sealed before it is stored. */
export interface PersonalFields {
  readonly email?: string;
  readonly address: string;
  readonly userAgent: string;
}

export const auditActions = [
  "access.denied",
  "audit.read",
  "flow.created",
  "flow.updated",
  "flow.trashed",
  "flow.restored",
  "role.assigned",
  "role.revoked",
  "security.allowlist_read",
  "security.allowlist_change_requested",
  "security.allowlist_changed",
  "session.sign_in",
  "session.sign_in_refused",
  "session.sign_out",
  "tenant.created",
  "user.created",
  "user.updated",
  "user.deactivated",
  "user.reactivated",
  "user.read",
] as const;

export type AuditAction = (typeof auditActions)[number];
