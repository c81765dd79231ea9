import type * as z from "zod";
import { awsStampSchema } from "../../infra/config/aws-schema.ts";
import { exampleStacks } from "../../infra/config/example-stacks.ts";

type Settings = z.input<typeof awsStampSchema>;

const adopted = exampleStacks.flatMap(({ settings: { network } }) => ("adopt" in network ? [network.adopt] : []));

/** What no example stack says. */
const more: readonly Partial<Settings>[] = [
  {
    nameSalt: "b2",
    lifecycle: "decommissioning",
    auditLock: "governance",
    architecture: "ARM64",
    stricter: { keyRotationDays: 90, logRetentionDays: 400 },
    capacity: {
      api: { cpu: "2048", memory: "4096", min: 3, max: 20 },
      worker: { cpu: "1024", memory: "2048", min: 2, max: 4 },
      edge: { cpu: "512", memory: "1024", min: 3, max: 20 },
    },
    clientRanges: ["10.200.0.0/16"],
    webAclArn: "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/prod/01234567-89ab-cdef-0123-456789abcdef",
    ingress: {
      certificateArn: "arn:aws:acm:eu-west-1:444455556666:certificate/01234567-89ab-cdef-0123-456789abcdef",
      authority: "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ2Vy\n-----END CERTIFICATE-----\n",
    },
    tags: { "cost-center": "4711" },
  },
  ...adopted.map((network) => ({
    network: { adopt: { ...network, ingressCidrs: ["10.61.32.0/24", "10.61.33.0/24"] } },
  })),
];

/** Settings of regions: those of the example stacks, then what none of them says. Throws `ZodError` for what cannot be used. */
export const regionExamples = (): readonly unknown[] => {
  const [first] = exampleStacks;
  for (const settings of more) awsStampSchema.parse({ ...first?.settings, ...settings });
  return [...exampleStacks.map(({ settings }) => settings), ...more];
};

/** A value of the key at `path`, from the first of the settings that has one; `undefined` where none has. */
export const exampleOf = (path: string, among: readonly unknown[]): unknown =>
  among.map((settings) => valueAt(settings, path.split("."))).find((value) => value !== undefined);

const valueAt = (value: unknown, [key, ...rest]: readonly string[]): unknown => {
  if (key === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  const [any] = Object.values(value);
  return valueAt(key === "<id>" ? any : new Map(Object.entries(value)).get(key), rest);
};
