import { example, first, invpc, type Mistake } from "./example.ts";

const words = "must be generate, or {secretArn: …} with the ARN of a secret; the value itself belongs in no file";
const secretRule = "must be the whole ARN of a secret, with the six characters that AWS adds to its name";
const noSecret = "must not hold what looks like a secret: everybody who may look at the stack can read it";
const textRule = "must be at most 256 letters, digits, blanks and _ . : / = + - @, which is what AWS takes";
const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`tag-${at}`, "x"]));
const addresses = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `operations-${at}@flow.example`);
/** As YAML and JSON read it: a key of the object's own. */
const withProto: unknown = JSON.parse('{"__proto__": "x"}');

/** What slips from a pen: types, typos, secrets, and what AWS takes only so many of. */
export const mistakesOfSlips: readonly Mistake[] = [
  // Quotes, typos
  [
    first,
    "capacity",
    { api: { cpu: "512", memory: 1024, min: 1, max: 2 } },
    "capacity.api.memory must be in quotes, not 1024.",
  ],
  [first, "nameSalt", 12, "nameSalt must be in quotes, not 12."],
  [first, "lifecyle", "active", "lifecyle is not a field of a stamp's configuration; did you mean lifecycle?"],
  [first, "pinkeys", {}, "pinkeys is not a field of a stamp's configuration; did you mean pinKeys?"],
  [
    first,
    "network.create.egres",
    "nat",
    "network.create.egres is not a field of a stamp's configuration; did you mean egress?",
  ],
  [
    first,
    "ingress",
    { zoneId: "Z0123456789ABCDEFGHIJ", certificateArn: "x" },
    "ingress must have either `zoneId` or `certificateArn`.",
  ],
  [
    first,
    "network",
    { create: { cidr: "10.40.0.0/24" }, adopt: {} },
    "network.adopt cannot stand beside create: give one of both.",
  ],
  // Secrets are neither taken nor repeated
  [first, "pinPepper", "secret123", `pinPepper ${words}.`],
  [first, "pinPepper", { secretArn: "secret123" }, `pinPepper.secretArn ${secretRule}.`],
  [first, "pinPepper", { secretArn: 123 }, "pinPepper.secretArn must be a text."],
  [first, "pinPepper", 123, `pinPepper ${words}.`],
  [first, "tags", { token: `ghp_${"a1".repeat(18)}` }, `tags.token ${noSecret}.`],
  [first, "tags", { owner: "AKIAIOSFODNN7EXAMPLE" }, `tags.owner ${noSecret}.`],
  [invpc, "models", { customer: "https://models.example/sk-abcdefghijk1mnop/v1" }, `models.customer ${noSecret}.`],
  // Keys that objects are made of
  [first, "tags", withProto, 'tags must not have the key "__proto__".'],
  [first, "pinKeys", withProto, 'pinKeys must not have the key "__proto__".'],
  // Tags
  [first, "tags", many(46), "tags must be at most 45, not 46: AWS takes 50 a resource, with the stamp's own."],
  [first, "tags", { name: "x" }, 'tags must not have "name": resources have a Name of their own.'],
  [first, "tags", { team: "a", Team: "b" }, 'tags must not have "Team" beside "team".'],
  [first, "tags", { team: "a\u202eb" }, `tags.team ${textRule}, not "a\u202eb".`],
  [first, "tags", { team: "a\u0000b" }, `tags.team ${textRule}, not "a\\u0000b".`],
  // Alerts
  [first, "alerts", { emails: ["a@flow.example", "A@flow.example"] }, "alerts.emails must not name an address twice."],
  [
    first,
    "alerts",
    { emails: addresses(11), monthlyBudgetUsd: 100 },
    "alerts.emails must be at most 10 with a budget, not 11: AWS tells no more; take the address of a list.",
  ],
  [
    first,
    "alerts",
    { emails: addresses(1), monthlyBudgetUsd: 1e308 },
    "alerts.monthlyBudgetUsd must be at most 10000000, not 1e+308.",
  ],
  // A lock that nobody can take back
  [
    first,
    "stricter",
    { auditLockDays: 36_500 },
    "stricter.auditLockDays must be at most 3653, not 36500: nobody can remove what is locked, nor close the account that pays for it.",
  ],
  // Pins
  [
    first,
    "pinKeys",
    { "us-east-1": pins("us-east-1"), "eu-west-1": pins("us-east-1") },
    'pinKeys["us-east-1"] must not list a key of eu-west-1 too: each of the two could sign for the other.',
  ],
  [
    first,
    "pinPepper",
    { secretArn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:bailiwick/flow-pin-pepper-a1-AbCdEf" },
    "pinPepper must be generate: bailiwick/flow-pin-pepper-a1 is the secret that this stamp made, and would no longer keep.",
  ],
  [
    first,
    "pinPepper",
    { secretArn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!cluster-other-AbCdEf" },
    "pinPepper.secretArn must not be a secret of RDS: it holds a server's password.",
  ],
];

function pins(region: string): unknown {
  return (example("saas.aws.ap-southeast-2.flow").pinKeys as Record<string, unknown>)[region];
}
