import { cloudflareRows } from "./computed-outputs/cloudflare.ts";
import { databaseRows } from "./computed-outputs/database.ts";
import { dnsRows } from "./computed-outputs/dns.ts";
import { type CloudContext, factsOf } from "./computed-outputs/facts.ts";
import { identityRows } from "./computed-outputs/identity.ts";
import { networkRows } from "./computed-outputs/network.ts";
import { observeRows } from "./computed-outputs/observe.ts";
import { protectionRows } from "./computed-outputs/protection.ts";
import type { Rows } from "./computed-outputs/row.ts";
import { storageRows } from "./computed-outputs/storage.ts";
import { workloadRows } from "./computed-outputs/workload.ts";

export type { CloudContext } from "./computed-outputs/facts.ts";

const rows: Rows = {
  ...networkRows,
  ...identityRows,
  ...databaseRows,
  ...storageRows,
  ...workloadRows,
  ...observeRows,
  ...protectionRows,
  ...dnsRows,
  ...cloudflareRows,
};

/** Every type the table knows, by its token (`aws:kms/key:Key`). */
export const knownTypes: readonly string[] = Object.keys(rows);

export interface Created {
  readonly id: string;
  /** Only what the cloud adds; the resource's state is its inputs with these over them. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * The id and the computed outputs that the cloud would answer for a resource of this type, name and inputs.
 * Pure: the same arguments give the same answer. Throws for a type that the table does not know, so that
 * no output silently turns into `undefined` and takes the inputs that use it along.
 */
export const computedOutputs = (
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  context: CloudContext,
): Created => {
  const row = Object.hasOwn(rows, type) ? rows[type] : undefined;
  if (row === undefined) {
    throw new Error(
      `${type} (${name}) has no row in infra/graph/computed-outputs: say there what the cloud adds to it.`,
    );
  }
  const facts = factsOf(type, name, inputs, context);
  const id = row.id(facts);
  const outputs: Record<string, unknown> = {};
  if (isObject(inputs.tags)) outputs.tagsAll = inputs.tags;
  for (const [property, compute] of Object.entries(row.outputs ?? {})) {
    const value = compute?.(facts, id);
    if (value !== undefined) outputs[property] = value;
  }
  return { id, outputs };
};

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
