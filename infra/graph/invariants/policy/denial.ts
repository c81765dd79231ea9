import type { Condition, Statement } from "./statement.ts";

/** A statement that must be there, whatever it is called. */
export interface Denial {
  /** What is refused, as the end of "has no policy that refuses …". */
  readonly what: string;
  /** At least these. */
  readonly actions: readonly string[];
  /** At least these. */
  readonly resources: readonly string[];
  /** What the statement may be narrowed to, and nothing else: any further condition would let somebody through. */
  readonly only: readonly (readonly [operator: string, key: string, isValue: (value: string) => boolean])[];
}

/** True when a statement refuses it to everybody. */
export const isDenied = (statements: readonly Statement[], denial: Denial): boolean =>
  statements.some(
    (one) =>
      one.effect === "Deny" &&
      one.exceptions.length === 0 &&
      isForEverybody(one) &&
      denial.actions.every((action) => one.actions.some((pattern) => covers(pattern, action))) &&
      denial.resources.every((resource) => one.resources.includes(resource) || one.resources.includes("*")) &&
      one.conditions.every((condition) => isAllowed(condition, denial)),
  );

/** On an identity a statement is about its holder; elsewhere it must name everybody. */
const isForEverybody = ({ principals }: Statement): boolean =>
  principals === undefined || principals.AWS?.includes("*") === true;

const covers = (pattern: string, action: string): boolean =>
  pattern === action || pattern === "*" || (pattern.endsWith(":*") && action.startsWith(pattern.slice(0, -1)));

const isAllowed = ({ operator, key, values }: Condition, { only }: Denial): boolean =>
  only.some(([op, name, isValue]) => op === operator && name.toLowerCase() === key && values.every(isValue));

const isFalse = (value: string) => value === "false";
/** Left to services of AWS, which are let in one by one. */
const butServices = ["BoolIfExists", "aws:PrincipalIsAWSService", isFalse] as const;

export const withoutTls = (service: string, resources: readonly string[]): Denial => ({
  what: "plain text",
  actions: [`${service}:*`],
  resources,
  only: [["Bool", "aws:SecureTransport", isFalse]],
});

export const oldTls = (resources: readonly string[], least: "1.2" | "1.3"): Denial => ({
  what: `TLS below ${least}`,
  actions: ["s3:*"],
  resources,
  only: [["NumericLessThan", "s3:TlsVersion", (value) => Number(value) >= Number(least) && Number(value) <= 1.3]],
});

export const otherAccounts = (service: string, resources: readonly string[], accountId: string): Denial => ({
  what: "other accounts",
  actions: [`${service}:*`],
  resources,
  only: [["StringNotEquals", "aws:PrincipalAccount", (value) => value === accountId], butServices],
});

const encryption = "s3:x-amz-server-side-encryption";

/** An object under another key, another algorithm, or a key that its writer keeps. */
export const otherKeys = (objects: string, keyArn: string): readonly Denial[] => [
  {
    what: "another key",
    actions: ["s3:PutObject"],
    resources: [objects],
    only: [
      ["Null", `${encryption}-aws-kms-key-id`, isFalse],
      ["ArnNotEquals", `${encryption}-aws-kms-key-id`, (value) => value === keyArn],
      butServices,
    ],
  },
  {
    what: "another algorithm",
    actions: ["s3:PutObject"],
    resources: [objects],
    only: [["Null", encryption, isFalse], ["StringNotEquals", encryption, (value) => value === "aws:kms"], butServices],
  },
  {
    what: "a key of the writer",
    actions: ["s3:PutObject"],
    resources: [objects],
    only: [["Null", `${encryption}-customer-algorithm`, isFalse], butServices],
  },
];

/** What would undo the audit copy. */
export const removal = (objects: string): Denial => ({
  what: "removal",
  actions: ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"],
  resources: [objects],
  only: [],
});

export const weakerLock = (objects: string, mode: "COMPLIANCE" | "GOVERNANCE"): Denial => ({
  what: "a weaker lock",
  actions: ["s3:PutObject", "s3:PutObjectRetention"],
  resources: [objects],
  only: [
    ["Null", "s3:object-lock-mode", isFalse],
    ["StringNotEquals", "s3:object-lock-mode", (value) => value === "COMPLIANCE" || value === mode],
  ],
});
