import { createHash } from "node:crypto";

/** Where a resource is made; `incarnation` tells a replacement from what it replaces (default 0). */
export interface CloudContext {
  readonly accountId: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly incarnation?: number;
}

/** What a row of the table may ask about the resource whose outputs it computes. */
export interface Facts {
  readonly name: string;
  readonly context: CloudContext;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The input as text, or the fallback when it was not given. */
  text(property: string, fallback?: string): string;
  number(property: string, fallback: number): number;
  flag(property: string): boolean;
  /** The input as a list of texts; empty when it was not given. */
  texts(property: string): readonly string[];
  /** The name that the cloud knows the resource by: the input, else the one the provider would make up from the Pulumi name. */
  named(property?: string): string;
  /** Digits that are the same every time for this resource and this salt, and another resource's never. */
  hex(length: number, salt?: string): string;
  uuid(salt?: string): string;
  /** ARN with region and account. */
  arn(service: string, resource: string): string;
  /** ARN with the account alone (IAM, budgets). */
  globalArn(service: string, resource: string): string;
  /** ARN with neither (S3). */
  bareArn(service: string, resource: string): string;
}

/** Facts about one resource; pure: the same arguments give the same answers. */
export const factsOf = (
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  context: CloudContext,
): Facts => {
  const { accountId, partition, incarnation = 0 } = context;
  const region = typeof inputs.region === "string" ? inputs.region : context.region;
  const seed = [type, name, accountId, region, incarnation].join("|");
  const hex = (length: number, salt = ""): string =>
    createHash("sha512").update(`${seed}|${salt}`).digest("hex").slice(0, length);
  const text = (property: string, fallback = ""): string => {
    const value = inputs[property];
    return typeof value === "string" ? value : typeof value === "number" ? String(value) : fallback;
  };
  return {
    name,
    context: { ...context, region },
    inputs,
    text,
    hex,
    number: (property, fallback) => {
      const value = inputs[property];
      return typeof value === "number" ? value : fallback;
    },
    flag: (property) => inputs[property] === true,
    texts: (property) => {
      const value = inputs[property];
      return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
    },
    named: (property = "name") => text(property) || `${text(`${property}Prefix`) || `${name}-`}${hex(7, "autoname")}`,
    uuid: (salt = "uuid") => {
      const digits = hex(32, salt);
      return [
        [0, 8],
        [8, 12],
        [12, 16],
        [16, 20],
        [20, 32],
      ]
        .map(([from, to]) => digits.slice(from, to))
        .join("-");
    },
    arn: (service, resource) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`,
    globalArn: (service, resource) => `arn:${partition}:${service}::${accountId}:${resource}`,
    bareArn: (service, resource) => `arn:${partition}:${service}:::${resource}`,
  };
};
