import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  catalogName,
  type DatabaseServers,
  isServerId,
  type Password,
  parseServerAddress,
  type RolePasswords,
  rdsTokens,
} from "../db/index.ts";
import type { Environment } from "../environment.ts";
import { readAwsPlace } from "./aws-place.ts";
import { readChoice, refuseUnused } from "./choice.ts";
import { sentence } from "./sentence.ts";

const urlName = "BAILIWICK_DATABASE_URL";
const authName = "BAILIWICK_DATABASE_AUTH";
const caName = "BAILIWICK_DATABASE_CA_FILE";

/** Where the region's databases are, and by which certificates their servers prove it. */
export const readDatabases = (from: Environment): DatabaseServers | undefined => {
  const url = readServerUrl(from, urlName, from.required(urlName));
  const authority = readAuthority(from);
  const tenantServers = readTenantServers(from);
  return url === undefined ? undefined : { url, authority, tenantServers };
};

const serversName = "BAILIWICK_TENANT_SERVERS";

/** Addresses of the servers of tenant databases by id; `undefined` where those are on the catalog's. */
const readTenantServers = (from: Environment): Readonly<Record<string, string>> | undefined => {
  const text = from.optional(serversName);
  if (text === undefined) return undefined;
  const servers: Record<string, string> = {};
  for (const [id, value] of Object.entries(record(text))) {
    if (!isServerId(id)) return from.refuse(serversName, `names a server "${id}": an id is a-z, 0-9 and hyphens.`);
    const address = readServerUrl(from, `${serversName} (${id})`, typeof value === "string" ? value : "");
    if (address !== undefined) servers[id] = address;
  }
  if (Object.keys(servers).length > 0) return servers;
  return from.refuse(serversName, 'must be a JSON object {"<id>": "postgres://host:port"} of one server or more.');
};

/** An address without credentials. Its connections are verified or in clear: what lies between only looks safe. */
const readServerUrl = (from: Environment, name: string, value: string | undefined): string | undefined => {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") {
    return from.refuse(name, "must be postgres://host:port, without user and password.");
  }
  const problem = problemOf(() => parseServerAddress(value));
  if (problem !== undefined) return from.refuse(name, problem);
  if (problemOf(() => catalogName(value)) === undefined) return value;
  return from.refuse(name, "may have one path: the name of the database, a-z, 0-9 and underscores.");
};

/** What `read` says is wrong; `undefined` when it says nothing. */
const problemOf = (read: () => unknown): string | undefined => {
  try {
    read();
    return undefined;
  } catch (error) {
    return sentence(error);
  }
};

const readAuthority = (from: Environment): string | undefined => {
  const path = from.optional(caName);
  if (path === undefined) return undefined;
  try {
    const text = readFileSync(path, "utf8");
    new X509Certificate(text);
    return text;
  } catch (error) {
    return from.refuse(caName, `names no file of certificates in PEM: ${sentence(error)}`);
  }
};

/** Makes tokens of IAM where the roles sign in with those; `undefined` where they have passwords. */
export const readDatabaseIam = (from: Environment): Password | undefined => {
  if (readChoice(from, authName, ["password", "aws-iam"]) !== "aws-iam") return undefined;
  const addresses = [from.optional(urlName), ...Object.values(readTenantServers(from) ?? {})];
  if (addresses.some((url) => url !== undefined && !isVerified(url))) {
    return from.refuse(
      authName,
      `is aws-iam, so the address of every database server must end with ?sslmode=verify-full: a token opens the database.`,
    );
  }
  const aws = readAwsPlace(from);
  return aws && rdsTokens({ region: aws.region });
};

const isVerified = (url: string): boolean =>
  problemOf(() => parseServerAddress(url)) === undefined && parseServerAddress(url).secure;

/** A role's password, or what makes its tokens. */
export const readRolePassword =
  (role: keyof typeof roleVariables) =>
  (from: Environment): Password | undefined => {
    const name = roleVariables[role];
    const iam = readDatabaseIam(from);
    if (from.optional(authName) !== "aws-iam") return from.secret(name);
    refuseUnused(from, [name], `${authName} is aws-iam`);
    return iam;
  };

const roleVariables = {
  app: "BAILIWICK_DATABASE_APP_PASSWORD",
  platformAdmin: "BAILIWICK_DATABASE_ADMIN_PASSWORD",
  migrator: "BAILIWICK_DATABASE_MIGRATOR_PASSWORD",
} as const;

/** Passwords to give to the roles; `undefined` where they sign in with IAM. */
export const readRolePasswords = (from: Environment): RolePasswords | undefined => {
  if (from.optional(authName) === "aws-iam") {
    refuseUnused(from, Object.values(roleVariables), `${authName} is aws-iam`);
    return undefined;
  }
  const app = from.secret(roleVariables.app);
  const platformAdmin = from.secret(roleVariables.platformAdmin);
  const migrator = from.secret(roleVariables.migrator);
  if (app === undefined || platformAdmin === undefined || migrator === undefined) return undefined;
  return { app, platformAdmin, migrator };
};

const superuserUrlName = "BAILIWICK_DATABASE_SUPERUSER_URL";
const superuserName = "BAILIWICK_DATABASE_SUPERUSER";

/** `postgres://user:password@host:port/database`, given as that, or as the user beside the address of the databases. */
export const readSuperuserUrl = (from: Environment): string | undefined => {
  const user = from.optionalSecret(superuserName);
  const value = from.optionalSecret(superuserUrlName);
  if (user !== undefined && value !== undefined) {
    return from.refuse(superuserName, `and ${superuserUrlName} are both set: set one.`);
  }
  if (user !== undefined) return superuserAt(from, superuserName, user, from.optional(urlName));
  if (value === undefined) return from.refuse(superuserUrlName, `is not set (nor is ${superuserName}).`);
  if (!URL.canParse(value))
    return from.refuse(superuserUrlName, "must be postgres://user:password@host:port/database.");
  const problem = problemOf(() => parseServerAddress(value));
  return problem === undefined ? value : from.refuse(superuserUrlName, problem);
};

/** The server at `address` as seen by the user of a secret such as RDS keeps: `{"username", "password"}`. */
const superuserAt = (
  from: Environment,
  name: string,
  secret: string,
  address: string | undefined,
): string | undefined => {
  const { username, password } = record(secret);
  if (typeof username !== "string" || typeof password !== "string") {
    return from.refuse(name, 'must be JSON: {"username", "password"}.');
  }
  if (address === undefined || !URL.canParse(address)) return undefined; // refused where it is read
  const url = new URL(address);
  url.pathname = "/postgres"; // there on every server
  url.username = encodeURIComponent(username);
  url.password = encodeURIComponent(password);
  return url.href;
};

/** The first user of each server of tenant databases, as `postgres://user:password@host:port/database`, by the server's id. */
export const readTenantSuperusers = (from: Environment): Readonly<Record<string, string>> | undefined => {
  const urls: Record<string, string> = {};
  for (const [id, address] of Object.entries(readTenantServers(from) ?? {})) {
    const name = `BAILIWICK_TENANT_SUPERUSER_${id.toUpperCase().replaceAll("-", "_")}`;
    const secret = from.secret(name);
    const url = secret === undefined ? undefined : superuserAt(from, name, secret, address);
    if (url !== undefined) urls[id] = url;
  }
  return urls;
};

const record = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};
