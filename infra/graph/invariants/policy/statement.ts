import * as z from "zod";
import type { CapturedGraph, CapturedResource } from "../../captured.ts";
import { at } from "../invariant.ts";

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const values = z.union([scalar.transform((one) => [one]), z.array(scalar)]);

const written = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.literal("*").transform(() => ({ AWS: ["*"] })), z.record(z.string(), oneOrMore)]).optional(),
  NotPrincipal: z.unknown().optional(),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
});
const document = z.looseObject({ Statement: z.union([written.transform((one) => [one]), z.array(written)]) });

/** A line of a statement's `Condition`. */
export interface Condition {
  readonly operator: string;
  /** In lower case: IAM makes no difference. */
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement with every list written out. */
export interface Statement {
  /** What to call it in a sentence. */
  readonly label: string;
  readonly effect: "Allow" | "Deny";
  /** By kind of principal; `undefined` in policies that stand on an identity. */
  readonly principals: Readonly<Record<string, readonly string[]>> | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Names of the elements that say "everything but": `NotAction`, `NotResource`, `NotPrincipal`. */
  readonly exceptions: readonly string[];
  readonly conditions: readonly Condition[];
}

export type PolicyKind = "identity" | "trust" | "key" | "bucket" | "secret" | "topic" | "endpoint";

export interface Policy {
  readonly resource: CapturedResource;
  readonly kind: PolicyKind;
  /** `undefined` where nobody can read it. */
  readonly statements: readonly Statement[] | undefined;
}

/** Every property that holds a policy. Types with policies that are not here are no known types. */
const places: Readonly<Record<string, readonly [property: string, kind: PolicyKind]>> = {
  "aws:iam/policy:Policy": ["policy", "identity"],
  "aws:iam/rolePolicy:RolePolicy": ["policy", "identity"],
  "aws:iam/role:Role": ["assumeRolePolicy", "trust"],
  "aws:kms/key:Key": ["policy", "key"],
  "aws:s3/bucketPolicy:BucketPolicy": ["policy", "bucket"],
  "aws:s3/bucket:Bucket": ["policy", "bucket"],
  "aws:secretsmanager/secretPolicy:SecretPolicy": ["policy", "secret"],
  "aws:secretsmanager/secret:Secret": ["policy", "secret"],
  "aws:sns/topicPolicy:TopicPolicy": ["policy", "topic"],
  "aws:sns/topic:Topic": ["policy", "topic"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["policy", "endpoint"],
};

/** Every policy of a graph, in the order of its resources. */
export const policiesIn = function* ({ resources }: CapturedGraph): Generator<Policy> {
  for (const resource of resources) {
    const place = places[resource.type];
    if (place === undefined) continue;
    const [property, kind] = place;
    const value = at(resource, property);
    if (value !== undefined) yield { resource, kind, statements: statementsOf(value) };
  }
};

/** The statements of a document, text or object; `undefined` for anything that IAM would not take as one. */
export const statementsOf = (value: unknown): readonly Statement[] | undefined => {
  const parsed = document.safeParse(typeof value === "string" ? readJson(value) : value);
  return parsed.success ? parsed.data.Statement.map(statement) : undefined;
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const statement = (one: z.output<typeof written>, index: number): Statement => ({
  label: one.Sid ?? `statement ${index + 1}`,
  effect: one.Effect,
  principals: one.Principal,
  actions: one.Action ?? [],
  resources: one.Resource ?? [],
  exceptions: [
    ...(one.NotAction === undefined ? [] : ["NotAction"]),
    ...(one.NotResource === undefined ? [] : ["NotResource"]),
    ...(one.NotPrincipal === undefined ? [] : ["NotPrincipal"]),
  ],
  conditions: Object.entries(one.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, found]) => ({ operator, key: key.toLowerCase(), values: found })),
  ),
});

/** True for text that stands for more than itself. */
export const isPattern = (text: string): boolean => /[*?]/.test(text);
