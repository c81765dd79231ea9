import type { StampFacts } from "../config/stamp-facts.ts";

/** Major version of PostgreSQL; a new one is an upgrade of its own, see the runbook. */
export const engineFamily = "aurora-postgresql17";

/** What a new server begins with; AWS applies minor versions by itself. */
export const engineVersion = "17.7";

export interface DatabaseParameter {
  readonly name: string;
  readonly value: string;
  /** `pending-reboot` for what PostgreSQL reads at its start alone; anything else never settles in a diff. */
  readonly applyMethod: "immediate" | "pending-reboot";
}

const now = (name: string, value: string): DatabaseParameter => ({ name, value, applyMethod: "immediate" });

/**
 * Settings of every server: TLS or nothing, and a log that says who came and what changed without saying what was in it.
 * Statements are not logged by PostgreSQL itself, which would write a role's new password down; pgaudit blanks it.
 */
export const databaseParameters = ({ tlsMinimum }: Pick<StampFacts, "tlsMinimum">): readonly DatabaseParameter[] => [
  now("rds.force_ssl", "1"),
  now("ssl_min_protocol_version", `TLSv${tlsMinimum}`),
  now("log_connections", "1"),
  now("log_disconnections", "1"),
  now("log_lock_waits", "1"),
  now("log_statement", "none"),
  // Without it an error's DETAIL quotes the row: "Key (email)=(…) already exists".
  now("log_error_verbosity", "terse"),
  now("pgaudit.log", "ddl,role"),
  {
    name: "shared_preload_libraries",
    value: "pg_stat_statements,pgaudit",
    applyMethod: "pending-reboot",
  },
];
