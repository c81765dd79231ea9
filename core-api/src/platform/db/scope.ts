import { OrgUnset } from "./errors.ts";

/** Whose rows a statement may see, who asks, and in which database of this region they are. */
export interface OrgScope {
  readonly orgId: string;
  readonly userId?: string | undefined;
  /** Its location: a name on the catalog's server, `<server>/<name>` on another. */
  readonly database: string;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const databaseNamePattern = /^[a-z][a-z0-9_]{0,62}$/;
const locationPattern = /^(?:[a-z][a-z0-9-]{0,31}\/)?[a-z][a-z0-9_]{0,62}$/;

/** True for the canonical text form of a UUID (RFC 9562 section 4). */
export const isUuid = (value: unknown): value is string => typeof value === "string" && uuidPattern.test(value);

/** True for a name that can be written into SQL unquoted: lower case, digits, underscore, at most 63 octets. */
export const isDatabaseName = (value: string): boolean => databaseNamePattern.test(value);

/** Throws `OrgUnset` unless the scope names one organisation, at most one user and one database. Nothing is sent before. */
export const requireScope = ({ orgId, userId, database }: OrgScope): void => {
  if (!isUuid(orgId)) throw new OrgUnset(`"${orgId}" is not the id of an organisation`);
  if (userId !== undefined && !isUuid(userId)) throw new OrgUnset(`"${userId}" is not the id of a user`);
  if (typeof database !== "string" || !locationPattern.test(database)) {
    throw new OrgUnset(`"${database}" is not the location of a tenant database`);
  }
};

/**
 * The statements that set a scope until the end of the transaction. SET takes no parameters; both values have
 * passed `requireScope`, so they hold nothing but hexadecimal digits and hyphens.
 */
export const setScope = ({ orgId, userId }: OrgScope): string =>
  `set local app.current_org_id = '${orgId}'; set local app.current_user_id = '${userId ?? ""}'`;
