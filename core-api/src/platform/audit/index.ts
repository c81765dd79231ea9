export { appendAudit } from "./append.ts";
export { type Audit, createAudit, type Deed, type Subject, type TenantSeal, type Witness } from "./audit.ts";
export { type AuditAction, type AuditEvent, auditActions, type PersonalFields } from "./event.ts";
export { createPlatformEvents, type PlatformDeed, type PlatformEvents } from "./platform-events.ts";
