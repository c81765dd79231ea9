import { hash } from "node:crypto";
import { roleById } from "@bailiwick/contract/product";
import { type Actor, type Caller, scopeOf } from "../../platform/auth/actor.ts";
import type { Tx } from "../../platform/db/index.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import type { Platform } from "../../platform/platform.ts";
import type { SignedIn, SignIn } from "./schema.ts";

interface Candidate {
  readonly user_id: string;
  readonly email: string;
  readonly name: string;
  readonly password_hash: string | null;
  readonly state: "active" | "deactivated";
  readonly roles: readonly string[];
}

/** Sign-in by password. Who is wrong learns only that something is, after the same time in every case. */
export const createSignInService = ({
  database,
  audit,
  passwords,
  attempts,
  sessions,
  product,
}: Pick<Platform, "database" | "audit" | "passwords" | "attempts" | "sessions" | "product">) => {
  /** Why a candidate who knows the password still cannot sign in. */
  const obstacle = ({ state, roles }: Pick<Candidate, "state" | "roles">): string | undefined => {
    if (state !== "active") return "deactivated";
    if (roles.some((role) => roleById(product, role)?.service === true)) return "service identity";
    return undefined;
  };

  /**
   * Checking a password takes a while: why the user who was the candidate must not come in any more. While the row is shared
   * nobody changes what he may do, and whoever does so next finds the new session and ends it.
   */
  const changedSince = async (tx: Tx, candidate: Candidate): Promise<string | undefined> => {
    await tx`select from tenant.app_user where id = ${candidate.user_id} for share`;
    // A statement of its own: one that waited for the lock would read the roles as they were before it waited.
    const [now] = await tx<Pick<Candidate, "state" | "roles" | "password_hash">[]>`
      select u.state, u.password_hash,
             array(select r.role from tenant.user_roles r where r.user_id = u.id order by r.role) as roles
        from tenant.app_user u where u.id = ${candidate.user_id}`;
    if (now === undefined) return "unknown";
    if (now.password_hash !== candidate.password_hash) return "password";
    return obstacle(now) ?? (now.roles.join() === candidate.roles.join() ? undefined : "roles changed");
  };

  return {
    /**
     * Opens a session and ends the one the caller came with. Throws `invalid-credentials`, `quota-exceeded` after too
     * many failures for the account, `reduced-capacity` when too many passwords are being checked.
     */
    async signIn(caller: Caller, { email, password }: SignIn, previousToken: string | undefined): Promise<SignedIn> {
      const { tenant } = caller;
      const scope = scopeOf({ tenant });
      // Counted by what was typed, so that unknown addresses are limited like known ones; hashed, so that it is bounded.
      const address = email.toLowerCase();
      const account = hash("sha256", `${tenant.id}\n${address}`, "base64");
      attempts.begin(account);

      const [candidate] = await database.call<Candidate>(scope, "sign_in_candidate", [address]);
      const known = await passwords.verify(password, candidate?.password_hash);
      const reason = candidate === undefined ? "unknown" : known ? obstacle(candidate) : "password";
      const refuse = async (why: string | undefined): Promise<never> => {
        const witness = await audit.witness({ ...caller, email });
        const target = candidate === undefined ? {} : { targetType: "user", targetId: candidate.user_id };
        const details = { reason: why };
        await witness.record({ action: "session.sign_in_refused", outcome: "failed", details, ...target });
        throw new ProblemError("invalid-credentials", { headers: { "www-authenticate": "Bearer" } });
      };
      if (candidate === undefined || reason !== undefined) return refuse(reason);

      const { user_id: userId, name, roles } = candidate;
      const previous = previousToken === undefined ? undefined : await sessions.find(tenant, previousToken);
      const witness = await audit.witness({ ...caller, userId, email: candidate.email, roles });
      const opened = await database.withOrg({ ...scope, userId }, async (tx) => {
        const changed = await changedSince(tx, candidate);
        if (changed !== undefined) return changed;
        if (previous !== undefined) await sessions.end(tx, previous.sessionId);
        const session = await sessions.open(tx, tenant, userId);
        await witness.append(tx, { action: "session.sign_in", targetType: "user", targetId: userId });
        return session;
      });
      if (typeof opened === "string") return refuse(opened);
      if (previous !== undefined) sessions.forget(tenant, previous.userId);
      attempts.succeeded(account);
      const user = { id: userId, email: candidate.email, name, roles: [...roles] };
      return { token: opened.token, user, expiresAt: opened.expiresAt.toISOString() };
    },

    /** Ends the actor's session; its token is worth nothing from then on. */
    async signOut(actor: Actor): Promise<void> {
      const witness = await audit.witness(actor);
      await database.withOrg(scopeOf(actor), async (tx) => {
        await sessions.end(tx, actor.sessionId);
        await witness.append(tx, { action: "session.sign_out", targetType: "user", targetId: actor.userId });
      });
      sessions.forget(actor.tenant, actor.userId);
    },
  };
};

export type SignInService = ReturnType<typeof createSignInService>;
