import postgres from "postgres";

/** A statement or a call came without an organisation, or with one that is no UUID. Nothing was read or written. */
export class OrgUnset extends Error {
  override readonly name = "OrgUnset";
}

/** A query of a transaction was started after that transaction had ended. It was not sent. */
export class ScopeEnded extends Error {
  override readonly name = "ScopeEnded";
}

/** The connection was lost or could not be made. Whether the last statement took effect is unknown, unless it was never sent. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/** The server cancelled a statement: it ran longer than allowed, or waited too long for a lock. */
export class StatementTimeout extends Error {
  override readonly name = "StatementTimeout";
}

/** Every database connection this process may hold is in use and none came free in time. */
export class PoolBusy extends Error {
  override readonly name = "PoolBusy";
}

/** COMMIT answered ROLLBACK: a statement had failed, and nothing of the transaction was kept. */
export class TransactionRolledBack extends Error {
  override readonly name = "TransactionRolledBack";
}

/** SQLSTATE of `app.org_id()` where no organisation is set. */
export const orgUnsetState = "BW001";
/** SQLSTATE of a change to an append-only table. */
export const appendOnlyState = "BW002";

const lostStates = new Set(["57P01", "57P02", "57P03", "25P03", "08000", "08003", "08006", "53300"]);
const lostCodes =
  /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)$/;
const timeoutStates = new Set(["57014", "55P03"]);

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

/** True when the connection itself is gone, so that no further answer can come from it. */
export const isConnectionLost = (error: unknown): boolean => {
  const code = codeOf(error);
  return error instanceof ConnectionLost || (code !== undefined && (lostCodes.test(code) || lostStates.has(code)));
};

/** True for a violated unique or exclusion constraint, of the given name when one is given. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  error instanceof postgres.PostgresError &&
  error.code === "23505" &&
  (constraint === undefined || error.constraint_name === constraint);

/** True for a value that the database cannot take as it is (SQLSTATE class 22). */
export const isDataException = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && error.code.startsWith("22");

/** The typed error for what the driver or the server threw; anything without a type of its own is returned as it is. */
export const typedError = (error: unknown): unknown => {
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (code === orgUnsetState) return new OrgUnset(text, { cause: error });
  if (code !== undefined && timeoutStates.has(code)) return new StatementTimeout(text, { cause: error });
  if (!(error instanceof ConnectionLost) && isConnectionLost(error)) return new ConnectionLost(text, { cause: error });
  return error;
};
