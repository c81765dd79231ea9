import type { Session } from "./session.ts";

/** Makes and corrects the roles that sign in with tokens of IAM. */
export const roleKeeper = "bailiwick_role_keeper";

/** A role of RDS: a member of it signs in with a token of IAM, and in no other way. */
export const iamRole = "rds_iam";

/** CREATEDB because the migrator has it: nobody gives what he has not. */
const attributes = "createdb createrole noinherit";

/** There for the length of one transaction. */
const passing = "bailiwick_passing";

/**
 * Creates the keeper and lets it sign in with tokens. Idempotent.
 *
 * Whoever creates a role is a member of it for good, with no way to leave (PostgreSQL 16, CREATE ROLE), and RDS's rule of
 * `pg_hba.conf` for members of `rds_iam` counts members of members. A first user who made the roles of IAM itself would lose
 * its password, and with it whatever else relies on it: a person with the secret, a rotation of the customer's own. So a role
 * that nobody is a member of makes them: it is created by one that is dropped at once, and its membership goes with it.
 */
export const ensureRoleKeeper = async (sql: Session, exists: boolean): Promise<void> => {
  if (!exists) {
    await sql.begin(async (tx) => {
      await tx.unsafe(`create role ${passing} nologin ${attributes}`);
      await tx.unsafe(`grant ${passing} to current_user with inherit false, set true`);
      await tx.unsafe(`set local role ${passing}`);
      await tx.unsafe(`create role ${roleKeeper} login ${attributes}`);
      await tx.unsafe("set local role none");
      await tx.unsafe(`drop role ${passing}`);
    });
  }
  await letSignInWithIam(sql, roleKeeper);
};

/** Inherited although it gives no right: a rule that asks for inherited members must find the role too. */
export const letSignInWithIam = async (sql: Session, role: string): Promise<void> => {
  await sql.unsafe(`grant ${iamRole} to ${role} with inherit true`);
};
