import { createHash } from "node:crypto";
import type { StackName } from "./stack-name.ts";

interface NameRule {
  readonly max: number;
  /** Scope in which the name has to be unique: the account's region, the account, or the world. */
  readonly unique: "region" | "account" | "world";
  /** Put before the name. */
  readonly prefix?: string;
}

/** What AWS allows per kind of name, from the API reference of each service. Letters, digits and hyphens suit all. */
const rules = {
  alarm: { max: 255, unique: "region" },
  backupPlan: { max: 50, unique: "region" },
  backupVault: { max: 50, unique: "region" },
  bucket: { max: 63, unique: "world" },
  budget: { max: 100, unique: "account" },
  cluster: { max: 255, unique: "region" },
  dashboard: { max: 255, unique: "region" },
  databaseCluster: { max: 63, unique: "region" },
  databaseInstance: { max: 63, unique: "region" },
  finalSnapshot: { max: 255, unique: "region" },
  keyAlias: { max: 256, unique: "region", prefix: "alias/" },
  loadBalancer: { max: 32, unique: "region" },
  logGroup: { max: 512, unique: "region", prefix: "/bailiwick/" },
  parameterGroup: { max: 255, unique: "region" },
  policy: { max: 128, unique: "account" },
  role: { max: 64, unique: "account" },
  rule: { max: 64, unique: "region" },
  schedule: { max: 64, unique: "region" },
  secret: { max: 512, unique: "region", prefix: "bailiwick/" },
  securityGroup: { max: 255, unique: "region" },
  service: { max: 255, unique: "region" },
  subnetGroup: { max: 255, unique: "region" },
  targetGroup: { max: 32, unique: "region" },
  taskFamily: { max: 255, unique: "region" },
  topic: { max: 256, unique: "region" },
  trail: { max: 128, unique: "region" },
} as const satisfies Record<string, NameRule>;

export type NameKind = keyof typeof rules;
export const nameKinds = Object.keys(rules) as readonly NameKind[];

export interface NamesOptions {
  readonly stack: Pick<StackName, "mode" | "region" | "name">;
  readonly accountId: string;
  readonly salt: string;
}

/** The physical names of one stamp's resources. */
export interface Names {
  /**
   * Name of a resource: `<stack>-<part>`, with the region where the account shares the name, and ended by a hash of
   * account and salt where the world does or where it was too long to be kept whole. Throws `RangeError` for a part that
   * is not lower-case letters, digits and hyphens.
   */
  of(kind: NameKind, part: string): string;
}

export const createNames = ({ stack, accountId, salt }: NamesOptions): Names => ({
  of(kind, part) {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(part))
      throw new RangeError(`${JSON.stringify(part)} cannot be part of a name`);
    const { max, unique, prefix = "" }: NameRule = rules[kind];
    const whole = unique === "region" ? `${stack.name}-${part}` : `${stack.name}-${stack.region}-${part}`;
    const room = max - prefix.length;
    if (unique !== "world" && whole.length <= room) return prefix + whole;
    const hash = digest(stack.mode, stack.region, stack.name, accountId, salt, part);
    // The hash is kept whole; what people read is cut.
    const readable = whole.slice(0, room - hash.length - 1).replace(/-+$/, "");
    return `${prefix}${readable}-${hash}`;
  },
});

/** 40 bits: a stamp has some hundred names. */
const digest = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 10);
