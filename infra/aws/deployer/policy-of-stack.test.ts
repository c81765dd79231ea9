import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { importProduct } from "../../config/import-product.ts";
import { parseStamp } from "../../config/parse-stamp.ts";
import type { AwsStamp } from "../../config/stamp-facts.ts";
import { adoptedAnswers } from "../../graph/adopted-answers.ts";
import { capture } from "../../graph/capture.ts";
import { type Captured, type CapturedGraph, ofType } from "../../graph/captured.ts";
import { readStackFile, stackFilePath } from "../../graph/stack-file.ts";
import region from "../../index.ts";
import { exampleTypes } from "../example-types.ts";
import { deployerRows } from "./grants.ts";
import { grantsOfStack, policiesOfStack } from "./policy-of-stack.ts";
import { simulationsOf } from "./simulation.ts";
import { managedPolicySize } from "./split.ts";

/** What an example stack does not have and its configuration allows. */
const more = {
  guardDuty: true,
  ingress: { zoneId: "Z0123456789ABC" },
  alerts: { emails: ["operations@flow.example"], monthlyBudgetUsd: 900 },
};

interface Varied {
  readonly stamp: AwsStamp;
  readonly graph: CapturedGraph;
}

const vary = async (stack: string, change: object): Promise<Varied> => {
  const given: object = JSON.parse(readStackFile(stackFilePath(stack))["bailiwick:stamp"] ?? "null");
  const settings: unknown = { ...given, ...change };
  const stamp = await parseStamp({ stack, settings, importProduct });
  const { accountId, region: place } = stamp.settings;
  const graph = await capture({
    stack,
    config: { "bailiwick:stamp": JSON.stringify(settings) },
    context: { accountId, region: place, partition: "aws" },
    program: region,
    lookups: await adoptedAnswers(stack, settings),
  });
  return { stamp, graph };
};

let saas: Varied;
let invpc: Varied;
beforeAll(async () => {
  const acl = "regional/webacl/front/01234567-89ab-cdef-0123-456789abcdef";
  saas = await vary("saas.aws.eu-west-1.flow", {
    ...more,
    webAclArn: `arn:aws:wafv2:eu-west-1:111122223333:${acl}`,
  });
  invpc = await vary("invpc.aws.eu-west-1.axonflow", more);
});
const typesIn = ({ graph }: Varied): readonly string[] =>
  graph.resources.filter(({ type, custom }) => custom && type.startsWith("aws:")).map(({ type }) => type);

describe("the deployer's rows", () => {
  it("are those of every resource that a configuration of any mode can have, and no others", () => {
    const { saas: first, invpc: second } = exampleTypes();
    const all = [...first, ...second, ...typesIn(saas), ...typesIn(invpc)].filter((type) => type.startsWith("aws:"));
    expect(Object.keys(deployerRows).toSorted()).toEqual([...new Set(all)].toSorted());
    expect(typesIn(saas)).toContain("aws:wafv2/webAclAssociation:WebAclAssociation");
    expect(typesIn(invpc)).toEqual(expect.arrayContaining(["aws:route53/record:Record", "aws:budgets/budget:Budget"]));
  });
});

describe("policies of one stack", () => {
  it("have nothing left to fill in, and fit into what IAM takes", () => {
    const parts = policiesOfStack(invpc);
    expect(parts.length).toBeLessThanOrEqual(10);
    for (const part of parts) expect(JSON.stringify(part).length).toBeLessThanOrEqual(managedPolicySize);
    const text = JSON.stringify(parts);
    expect(text).not.toMatch(/[<>]/);
    expect(text).toContain('"aws:ResourceTag/bailiwick:stack":"invpc.aws.eu-west-1.axonflow"');
    expect(text).toContain(":role/axonflow-eu-west-1-*");
  });

  it("ask for what the stack has, by its own keys where it was given some", () => {
    const services = (varied: Varied) => new Set(grantsOfStack(varied).map(({ sid }) => sid));
    expect(services(saas)).toContain("DeployWafv2");
    expect(services(invpc)).not.toContain("DeployWafv2");
    const keys = invpc.stamp.settings.keys;
    const given = grantsOfStack(invpc).find(({ sid }) => sid === "UseGivenKeysThroughServices");
    expect(given?.resources).toEqual("adopt" in keys ? [...new Set(Object.values(keys.adopt))] : []);
    expect(services(saas)).not.toContain("UseGivenKeysThroughServices");
  });

  it("can be simulated, each with resources and facts of a deployment", () => {
    const simulations = simulationsOf(grantsOfStack(saas));
    expect(JSON.stringify(simulations.map(({ resources }) => resources.filter((one) => one !== "*")))).not.toContain(
      "*",
    );
    expect(simulations.map(({ sid }) => sid)).not.toContain("KeepBoundaries");
  });
});

const statement = z.object({
  Sid: z.string(),
  Effect: z.string(),
  Action: z.array(z.string()),
  Resource: z.array(z.string()),
});
const document = z.object({ Statement: z.array(statement) });
type Statement = z.output<typeof statement>;

describe("boundaries", () => {
  const statements = (policy: Captured | undefined): readonly Statement[] =>
    document.parse(typeof policy === "string" ? JSON.parse(policy) : policy).Statement;
  const fits = (pattern: string, resource: string): boolean =>
    new RegExp(`^${pattern.replace(/[.$()[\]\\+^{}|?]/g, "\\$&").replaceAll("*", ".*")}$`).test(resource);

  it.each(["saas", "invpc"])("hold every role of %s, and let through all that its policy allows", (mode) => {
    const { graph } = mode === "saas" ? saas : invpc;
    const boundaries = new Map(
      ofType(graph, "aws:iam/policy:Policy").map(({ inputs }) => [String(inputs.name), statements(inputs.policy)]),
    );
    const roles = ofType(graph, "aws:iam/role:Role");
    expect(roles.length).toBeGreaterThan(7);
    for (const { inputs } of roles) {
      const boundary = boundaries.get(String(inputs.permissionsBoundary).replace(/^.*:policy\//, "")) ?? [];
      expect(boundary.length, String(inputs.name)).toBeGreaterThan(0);
      const policies = ofType(graph, "aws:iam/rolePolicy:RolePolicy").filter((one) => one.inputs.role === inputs.name);
      for (const { Sid, Effect, Action, Resource } of policies.flatMap((one) => statements(one.inputs.policy))) {
        if (Effect === "Deny") continue;
        for (const action of Action) {
          for (const resource of Resource) {
            const covered = boundary.some(
              (one) =>
                one.Effect === "Allow" && one.Action.includes(action) && one.Resource.some((p) => fits(p, resource)),
            );
            expect(covered, `${inputs.name} ${Sid} ${action} ${resource}`).toBe(true);
          }
        }
      }
    }
  });
});
