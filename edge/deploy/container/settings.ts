import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { cidrMatcher } from "@bailiwick/contract/address";
import type { EdgeProduct } from "@bailiwick/contract/edge-config";
import { ConfigError, createEnvironment, type Environment, type Variables } from "@bailiwick/contract/environment";
import { decodeBase64Url } from "@bailiwick/contract/pins";
import { readTelemetry, type Telemetry, type ToldProduct } from "@bailiwick/contract/telemetry";
import { attempt } from "./attempt.ts";
import { readCertificates } from "./certificates.ts";
import { type OriginSettings, readOrigin } from "./origin.ts";
import { type PlaceSettings, readPlace } from "./place.ts";

/** Everything the container of an edge is told. */
export interface EdgeSettings extends PlaceSettings {
  readonly product: EdgeProduct & ToldProduct & { readonly transport: { readonly tlsMinimum: "1.2" | "1.3" } };
  /** Whether anything may be told to the vendor. */
  readonly telemetry: Telemetry;
  readonly port: number;
  /** Port that only says 308; absent: not opened. */
  readonly plainHttpPort: number | undefined;
  /** Absent for the global edge. */
  readonly origin: OriginSettings | undefined;
  readonly pinPepper: string;
  /** PEM. */
  readonly certificate: string;
  readonly privateKey: string;
  /** PEM: what other regions' certificates must lead to; absent: what browsers trust. */
  readonly peerAuthority: string | undefined;
  readonly trustedHops: readonly string[];
  readonly hsts: EdgeProduct["transport"]["hsts"] | undefined;
  /** Where files may be written. */
  readonly workFolder: string;
  /** Where the bundled workers are. */
  readonly workersFolder: string;
}

const builtWorkers = fileURLToPath(new URL("../../dist", import.meta.url));

/** Reads the settings from `variables`. Throws `ConfigError` with a sentence for everything that is wrong. */
export const readEdgeSettings = async (variables: Variables): Promise<EdgeSettings> => {
  const from = createEnvironment(variables, (path) => readFileSync(path, "utf8"));
  const place = readPlace(from);
  const product = await readProduct(from);
  const found = {
    product,
    telemetry: product === undefined ? undefined : readTelemetry(from, product),
    port: readPort(from, "BAILIWICK_PORT", "8443"),
    plainHttpPort: readPort(from, "BAILIWICK_PLAIN_HTTP_PORT"),
    origin: place?.region === null ? undefined : readOrigin(from),
    pinPepper: readPepper(from),
    ...readIdentity(from),
    peerAuthority: readCertificates(from, "BAILIWICK_PEER_CA", from.optionalSecret("BAILIWICK_PEER_CA")),
    trustedHops: readTrustedHops(from),
    hsts: readHsts(from),
    workFolder: from.optional("BAILIWICK_WORK_FOLDER") ?? "/tmp",
    workersFolder: readWorkersFolder(from),
  };
  const { telemetry, port, pinPepper, certificate, privateKey, trustedHops } = found;
  if (
    from.problems.length > 0 ||
    place === undefined ||
    product === undefined ||
    telemetry === undefined ||
    port === undefined ||
    pinPepper === undefined ||
    certificate === undefined ||
    privateKey === undefined ||
    trustedHops === undefined
  ) {
    throw new ConfigError([...new Set(from.problems)]);
  }
  return { ...found, ...place, product, telemetry, port, pinPepper, certificate, privateKey, trustedHops };
};

const readProduct = async (from: Environment): Promise<EdgeSettings["product"] | undefined> => {
  const name = "BAILIWICK_PRODUCT_FILE";
  const path = from.required(name);
  if (path === undefined) return undefined;
  try {
    const module: { default?: EdgeSettings["product"] } = await import(pathToFileURL(resolve(path)).href);
    const { transport, deployment } = module.default ?? {};
    if (typeof transport === "object" && typeof deployment === "object") return module.default;
    return from.refuse(name, "must name a module whose default export is defineProduct({…}).");
  } catch (error) {
    return from.refuse(name, `names a profile that cannot be loaded: ${messageOf(error)}`);
  }
};

const readPort = (from: Environment, name: string, otherwise?: string): number | undefined => {
  const value = from.optional(name) ?? otherwise;
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65_535) return Number(value);
  return from.refuse(name, "must be a port number from 1 to 65535.");
};

const readPepper = (from: Environment): string | undefined => {
  const value = from.secret("BAILIWICK_PIN_PEPPER");
  if (value === undefined || attempt(() => decodeBase64Url(value))?.length === 32) return value;
  return from.refuse("BAILIWICK_PIN_PEPPER", "must be 32 bytes as base64url.");
};

/** The certificate that the edge shows, and its key. */
const readIdentity = (from: Environment): { certificate: string | undefined; privateKey: string | undefined } => {
  const certificate = readCertificates(from, "BAILIWICK_TLS_CERTIFICATE", from.secret("BAILIWICK_TLS_CERTIFICATE"));
  const privateKey = from.secret("BAILIWICK_TLS_PRIVATE_KEY");
  if (privateKey === undefined) return { certificate, privateKey };
  const key = attempt(() => createPrivateKey(privateKey));
  if (key === undefined) from.refuse("BAILIWICK_TLS_PRIVATE_KEY", "must be a private key in PEM.");
  else if (certificate !== undefined && !new X509Certificate(certificate).checkPrivateKey(key)) {
    from.refuse("BAILIWICK_TLS_PRIVATE_KEY", "is not the key of BAILIWICK_TLS_CERTIFICATE.");
  }
  return { certificate, privateKey };
};

const readTrustedHops = (from: Environment): readonly string[] | undefined => {
  const name = "BAILIWICK_TRUSTED_HOPS";
  const ranges = (from.optional(name)?.split(",") ?? []).map((range) => range.trim());
  if (attempt(() => cidrMatcher(ranges)) !== undefined) return ranges;
  return from.refuse(name, "must list address ranges in CIDR notation, separated by commas.");
};

const readHsts = (from: Environment): EdgeSettings["hsts"] => {
  const name = "BAILIWICK_HSTS";
  const text = from.optional(name);
  if (text === undefined) return undefined;
  const value = attempt((): unknown => JSON.parse(text));
  const { maxAgeSeconds, includeSubDomains, preload } = isRecord(value) ? value : {};
  if (
    Number.isSafeInteger(maxAgeSeconds) &&
    Number(maxAgeSeconds) > 0 &&
    typeof includeSubDomains === "boolean" &&
    typeof preload === "boolean"
  ) {
    return { maxAgeSeconds: Number(maxAgeSeconds), includeSubDomains, preload };
  }
  return from.refuse(name, 'must be JSON: {"maxAgeSeconds", "includeSubDomains", "preload"}.');
};

const readWorkersFolder = (from: Environment): string => {
  const name = "BAILIWICK_WORKERS_FOLDER";
  const folder = from.optional(name) ?? builtWorkers;
  const missing = attempt(() => readFileSync(join(folder, "redirect.workerd.js"))) === undefined;
  if (missing) from.refuse(name, `leads to no bundled workers in ${folder}: node edge/build/main.ts makes them.`);
  return folder;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const messageOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text.endsWith(".") ? text : `${text}.`;
};
