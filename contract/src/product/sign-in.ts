import * as z from "zod";

/** Longest password in bytes: bcrypt reads no more than this of one. */
const bcryptMaxBytes = 72;
const daySeconds = 86_400;

export const passwords = z.strictObject({
  /** Work factor of bcrypt; each step doubles the time. */
  bcryptCost: z.int().min(12).max(15),
  /** In characters. NIST SP 800-63B section 3.1.1.2 asks for at least 8. */
  minLength: z.int().min(8).max(bcryptMaxBytes),
});

/** The session cookie is always HttpOnly, Secure, host only and for `Path=/`. */
export const sessions = z.strictObject({
  /** A session ends after this time without a request. */
  idleSeconds: z
    .int()
    .min(300)
    .max(30 * daySeconds),
  /** A session ends this long after sign-in, whatever happens. */
  absoluteSeconds: z
    .int()
    .min(300)
    .max(90 * daySeconds),
  sameSite: z.enum(["Lax", "Strict"]),
});

/** Second factors. Which role needs one is said by the role. */
export const mfa = z.strictObject({
  methods: z.array(z.enum(["totp"])).min(1),
  /** Single-use codes handed out at enrolment. */
  recoveryCodes: z.int().min(6).max(20),
});
