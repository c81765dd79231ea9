import { expect, test } from "vitest";
import { defaultSizes } from "../infra/aws/capacity.ts";
import { exampleStacks } from "../infra/config/example-stacks.ts";
import { createNames } from "../infra/config/names.ts";
import { quotas } from "../infra/preflight/quotas.ts";
import { read } from "./tracked-files.ts";

// What a guide repeats from the code, because its reader has to type it.

const saas = read("docs/install/saas-aws.md");
const inVpc = read("docs/install/in-vpc-aws.md");
const images = read("docs/operate/images.md");

test("a closed runner gets the providers that the program pins", () => {
  const { dependencies } = JSON.parse(read("infra/package.json"));
  for (const provider of ["aws", "cloudflare"]) {
    expect(inVpc).toContain(`pulumi plugin install resource ${provider} v${dependencies[`@pulumi/${provider}`]}`);
  }
});

test("the Pulumi CLI that is asked for is the one that the drills use", () => {
  const [, version] = /github\.com\/pulumi\/pulumi\/sdk\/v3 v(\S+)/.exec(read(".ci/tools/pulumi/cli/go.mod")) ?? [];
  expect(saas).toContain(`[${version}](https://www.pulumi.com/docs/install/)`);
});

test.each(["core-api/Dockerfile", "edge/deploy/Dockerfile"])("every build argument of %s is told", (path) => {
  const names = [...read(path).matchAll(/^ARG (\w+)/gm)].map(([, name = ""]) => name);
  expect(names).toContain("PRODUCTS");
  expect(names.filter((name) => !images.includes(`\`${name}\``))).toEqual([]);
});

test("the values of a first region are listed, and no others", () => {
  const table = /^These ten values[\s\S]*?\n\n(\|[\s\S]*?)\n\n/m.exec(saas)?.[1] ?? "";
  const told = table
    .split("\n")
    .flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([\w.]+)`/g)].map(([, key]) => key));
  expect(told.toSorted()).toEqual(leaves(exampleStacks[0]?.settings).toSorted());
});

test("the quota that a new account lacks has its number", () => {
  const fargate = quotas.find(({ service }) => service === "fargate");
  const most = Object.values(defaultSizes).reduce((sum, { cpu, max }) => sum + (Number(cpu) / 1024) * max, 0);
  expect(fargate?.initial).toBe(6);
  expect(saas).toContain("A new account has six vCPU of Fargate tasks");
  expect(saas).toContain(`a region uses up to ${most}`);
  expect(saas).toContain(`--service-code fargate --quota-code ${fargate?.code}`);
});

test.each([
  ["docs/operate/first-tenant.md", "secret", "admin-key-a1"],
  ["docs/operate/first-tenant.md", "keyAlias", "secrets"],
  ["docs/operate/first-region.md", "secret", "pin-public-key-a1"],
  ["docs/operate/first-region.md", "logGroup", "worker"],
  ["docs/operate/second-region.md", "secret", "pin-pepper-a1"],
  ["docs/install/saas-aws.md", "secret", "edge-keys-a1"],
] as const)("%s names the %s %s as it is made", (page, kind, part) => {
  const stack = { mode: "saas", region: "eu-west-1", name: "prod" } as const;
  const name = createNames({ stack, accountId: "111122223333", salt: "a1" }).of(kind, part);
  expect(name).toContain("prod");
  expect(read(page)).toContain(name.replace("prod", "<name>"));
});

test("the Workers are named as they are made", () => {
  expect(read("infra/cloudflare/global.ts")).toContain(".name}-global-edge`");
  expect(saas).toContain("--name <name>-global-edge");
  expect(read("infra/cloudflare/regional-front.ts")).toContain(".id}-edge`");
  expect(saas).toContain("`<name>-<region>-edge`");
});

/** Paths of the values in settings; a list is one. */
const leaves = (value: unknown, path = ""): string[] =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === "" ? key : `${path}.${key}`))
    : [path];
