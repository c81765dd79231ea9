import { type Caller, scopeOf } from "../auth/actor.ts";
import type { Database, Tx } from "../db/index.ts";
import { appendAudit } from "./append.ts";
import type { AuditAction, AuditEvent, PersonalFields } from "./event.ts";

/** Seals and opens bytes under a tenant's key, bound to a purpose and a context. */
export interface TenantSeal {
  seal(orgId: string, purpose: string, plain: Uint8Array, context: string): Promise<Uint8Array>;
  open(orgId: string, purpose: string, sealed: Uint8Array, context: string): Promise<Uint8Array>;
}

/** Who acts: an `Actor`, or a caller who is not signed in and the user he says he is. */
export interface Subject extends Caller {
  readonly userId?: string;
  readonly email?: string;
  readonly roles?: readonly string[];
}

/** What was done, in the words of the log. */
export interface Deed {
  readonly action: AuditAction;
  readonly targetType?: string;
  readonly targetId?: string;
  /** @default success */
  readonly outcome?: AuditEvent["outcome"];
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes records about one subject, whose personal fields are sealed already. */
export interface Witness {
  readonly sealed: Uint8Array;
  /** Appends in the transaction of the deed. A record that cannot be written fails the deed. */
  append(tx: Tx, deed: Deed): Promise<void>;
  /** Writes a record that has no transaction of its own. */
  record(deed: Deed): Promise<void>;
}

export interface Audit {
  /** Seals who acts. To be called before the transaction, which must wait for no key. */
  witness(subject: Subject): Promise<Witness>;
  /** Personal fields of a record, or `undefined` where they cannot be opened any more. */
  open(orgId: string, requestId: string | null, sealed: Uint8Array): Promise<PersonalFields | undefined>;
}

export interface AuditOptions {
  readonly database: Pick<Database, "call">;
  readonly keys: TenantSeal;
}

const purpose = "audit";
const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Binds the sealed fields to the request of their record: moved to another one, they do not open. */
const contextOf = (requestId: string | null): string => `audit_event:${requestId ?? "-"}`;

export const createAudit = ({ database, keys }: AuditOptions): Audit => ({
  async witness(subject) {
    const { tenant, requestId, address, userAgent, userId, email, roles } = subject;
    const personal: PersonalFields = { address, userAgent, ...(email === undefined ? {} : { email }) };
    const plain = encoder.encode(JSON.stringify(personal));
    const sealed = await keys.seal(tenant.id, purpose, plain, contextOf(requestId));
    const scope = scopeOf(subject);
    const eventOf = ({ outcome = "success", ...deed }: Deed): AuditEvent => ({
      ...deed,
      actorKind: userId === undefined ? "anonymous" : "user",
      actorId: userId,
      actorRole: roles?.join(","),
      outcome,
      requestId,
    });
    return {
      sealed,
      append: (tx, deed) => appendAudit(tx, scope, eventOf(deed), sealed),
      async record(deed) {
        const event = eventOf(deed);
        await database.call(scope, "audit_append", [
          event.actorKind,
          event.actorRole ?? null,
          event.action,
          event.targetType ?? null,
          event.targetId ?? null,
          event.outcome,
          requestId,
          JSON.stringify(event.details ?? {}),
          sealed,
        ]);
      },
    };
  },

  async open(orgId, requestId, sealed) {
    try {
      return JSON.parse(decoder.decode(await keys.open(orgId, purpose, sealed, contextOf(requestId))));
    } catch {
      return undefined;
    }
  },
});
