import { describe, expect, it } from "vitest";
import type { Captured, CapturedGraph } from "../graph/captured.ts";
import { ofType } from "../graph/captured.ts";
import { AwsFront } from "./front.ts";
import { policyOfGrants } from "./policies/grant.ts";
import { injectedSecrets } from "./policies/roles.ts";
import { captureParts, named } from "./testing/capture-parts.ts";
import { exampleFacts } from "./testing/example-facts.ts";
import { exampleContext } from "./testing/example-stamp.ts";
import { AwsWorkload } from "./workload.ts";

const graphOf = async (stack: string, other: object = {}): Promise<CapturedGraph> => {
  const context = await exampleContext(stack, other);
  return captureParts(context, () => {
    const facts = { ...exampleFacts(context), after: [], serviceBoundaryArn: "arn:boundary" };
    const workload = new AwsWorkload("workload", facts);
    const { cluster, origin, identities, services } = workload.facts;
    new AwsFront("front", {
      ...facts,
      cluster,
      origin,
      logs: facts.storage.logs,
      executionRoleArn: identities.execution.edge,
      after: services.api.ready,
    });
  });
};
const saas = await graphOf("saas.aws.eu-west-1.flow");
const invpc = await graphOf("invpc.aws.eu-west-1.axonflow");

interface Definition {
  readonly name: string;
  readonly image: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
}
const containers = (graph: CapturedGraph): readonly Definition[] =>
  ofType(graph, "aws:ecs/taskDefinition:TaskDefinition").flatMap(
    ({ inputs }) => JSON.parse(String(inputs.containerDefinitions)) as readonly Definition[],
  );
const inputs = (graph: CapturedGraph, name: string): Readonly<Record<string, Captured>> => named(graph, name).inputs;
const waits = (graph: CapturedGraph, name: string, other: string): boolean =>
  named(graph, name).dependencies.includes(named(graph, other).urn);

describe("workload", () => {
  it("runs every container without root, on a read-only image, by digest", () => {
    const all = containers(saas);
    expect(all.map(({ name }) => name).toSorted()).toEqual(["api", "edge", "init", "smoke", "worker"]);
    for (const one of all) {
      expect(one).toMatchObject({
        user: "65532",
        readonlyRootFilesystem: true,
        linuxParameters: { capabilities: { drop: ["ALL"] } },
        logConfiguration: { logDriver: "awslogs" },
      });
      expect(one.image).toMatch(/@sha256:[0-9a-f]{64}$/);
    }
  });

  it("lets each task be started with the secrets of its own containers, and no others", () => {
    for (const task of ["api", "worker", "edge", "smoke"] as const) {
      const definition = named(saas, `${task === "edge" ? "front" : "workload"}-${task}-task-definition`);
      const own = JSON.parse(String(definition.inputs.containerDefinitions)) as readonly Definition[];
      const needed = own.flatMap(({ secrets }) =>
        secrets.map(({ valueFrom }) => valueFrom.replace(/:[A-Za-z]+::$/, "")),
      );
      const policy = JSON.stringify(inputs(saas, `workload-identities-${task}-execution-policy`).policy);
      const readable = [...policy.matchAll(/arn:aws:secretsmanager:[^"\\]+/g)].map(([arn]) => arn);
      expect(new Set(readable), task).toEqual(new Set(needed));
      expect(injectedSecrets[task].length > 0).toBe(needed.length > 0 && task !== "worker");
    }
  });

  it("gives credentials to the processes that call AWS, and to no other", () => {
    const roles = Object.fromEntries(
      ofType(saas, "aws:ecs/taskDefinition:TaskDefinition").map(({ inputs: { family, taskRoleArn } }) => [
        family,
        taskRoleArn,
      ]),
    );
    expect(Object.values(roles).filter((role) => role === undefined)).toHaveLength(2);
    expect(roles["flow-api"]).toMatch(/role\/flow-eu-west-1-api-task$/);
    expect(roles["flow-worker"]).toMatch(/role\/flow-eu-west-1-worker-task$/);
  });

  it("bounds every process's role", () => {
    const boundary = named(saas, "workload-identities-boundary");
    for (const task of ["api", "worker"]) {
      const role = named(saas, `workload-identities-${task}-task`);
      expect(role.inputs.permissionsBoundary).toMatch(/:policy\/flow-eu-west-1-task-boundary$/);
      expect(role.dependencies).toContain(boundary.urn);
    }
  });

  it("lets only ECS of this account take the roles", () => {
    for (const role of ofType(saas, "aws:iam/role:Role")) {
      expect(JSON.stringify(role.inputs.assumeRolePolicy)).toContain('"aws:SourceAccount":"111122223333"');
    }
  });

  it.each(["workload-worker-service", "workload-api-service", "front-edge-service"])("keeps %s private", (service) => {
    expect(inputs(saas, service)).toMatchObject({
      launchType: "FARGATE",
      enableExecuteCommand: false,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      deploymentMinimumHealthyPercent: 100,
      availabilityZoneRebalancing: "ENABLED",
      networkConfiguration: { assignPublicIp: false, subnets: expect.arrayContaining(["subnet-private-a"]) },
      propagateTags: "SERVICE",
      waitForSteadyState: true,
    });
    expect(named(saas, service).ignoreChanges).toEqual(["desiredCount"]);
  });

  it("starts the worker, then the API, then the edge", () => {
    expect(waits(saas, "workload-worker-service", "workload-identities-worker-task-policy")).toBe(true);
    expect(waits(saas, "workload-api-service", "workload-worker-service")).toBe(true);
    expect(waits(saas, "workload-api-service", "workload-origin-listener")).toBe(true);
    expect(waits(saas, "front-edge-service", "workload-api-service")).toBe(true);
    expect(waits(saas, "front-edge-service", "front-ingress-https")).toBe(true);
    expect(waits(saas, "front-edge-service", "front-ingress-http")).toBe(true);
  });

  it("scales inside of the configured numbers", async () => {
    const graph = await graphOf("saas.aws.eu-west-1.flow", {
      capacity: { api: { cpu: "2048", memory: "4096", min: 3, max: 7 } },
      architecture: "ARM64",
    });
    expect(inputs(graph, "workload-api-scaling")).toMatchObject({
      minCapacity: 3,
      maxCapacity: 7,
      resourceId: "service/flow-workload/flow-api",
    });
    expect(inputs(graph, "workload-api-task-definition")).toMatchObject({
      cpu: "2048",
      memory: "4096",
      runtimePlatform: { cpuArchitecture: "ARM64" },
    });
  });

  it("encrypts the disks of tasks under the stamp's key", () => {
    const { configuration } = inputs(saas, "workload-cluster-workload");
    expect(JSON.stringify(configuration)).toContain("key/data");
  });

  it("changes with an image's digest nothing but the tasks that run it and their services", async () => {
    const context = await exampleContext("saas.aws.eu-west-1.flow");
    const coreApi = context.settings.images.coreApi.replace(/a{64}$/, "c".repeat(64));
    const other = await graphOf("saas.aws.eu-west-1.flow", { images: { ...context.settings.images, coreApi } });
    const changed = saas.resources.filter(
      (resource, at) => JSON.stringify(resource.inputs) !== JSON.stringify(other.resources[at]?.inputs),
    );
    expect(changed.map(({ name }) => name).toSorted()).toEqual([
      "workload-api-task-definition",
      "workload-smoke-task-definition",
      "workload-worker-task-definition",
    ]);
  });
});

describe("front", () => {
  it("is public in SaaS and inside the network at a customer's", () => {
    expect(inputs(saas, "front-ingress-balancer").internal).toBe(false);
    expect(inputs(invpc, "front-ingress-balancer").internal).toBe(true);
  });

  it("takes no request that could be read in two ways, and keeps its logs", () => {
    expect(inputs(saas, "front-ingress-balancer")).toMatchObject({
      desyncMitigationMode: "strictest",
      dropInvalidHeaderFields: true,
      xffHeaderProcessingMode: "append",
      enableDeletionProtection: true,
      accessLogs: { bucket: "logs-bucket", enabled: true },
      connectionLogs: { bucket: "logs-bucket", enabled: true },
    });
  });

  it("speaks TLS to clients and to the edge, by the floor that was promised", async () => {
    expect(inputs(saas, "front-ingress-https")).toMatchObject({
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    });
    expect(inputs(saas, "front-ingress-edge")).toMatchObject({ protocol: "HTTPS", targetType: "ip", port: 8443 });
    const strict = await graphOf("saas.aws.eu-west-1.flow", { stricter: { tlsMinimum: "1.3" } });
    expect(inputs(strict, "front-ingress-https").sslPolicy).toBe("ELBSecurityPolicy-TLS13-1-3-PQ-2025-09");
  });

  it("leads port 80 to the edge's 308, and to nothing else", () => {
    const [action] = inputs(saas, "front-ingress-http").defaultActions as readonly Captured[];
    expect(action).toMatchObject({ type: "forward" });
    expect(inputs(saas, "front-ingress-redirect")).toMatchObject({
      protocol: "HTTP",
      port: 8080,
      healthCheck: { matcher: "308,421" },
    });
    expect(inputs(saas, "front-edge-service").loadBalancers).toMatchObject([
      { containerName: "edge", containerPort: 8443 },
      { containerName: "edge", containerPort: 8080 },
    ]);
  });

  it("has a certificate and names for the host and every tenant, where it is given the zone", () => {
    expect(inputs(saas, "front-certificate-host")).toMatchObject({
      domainName: "eu-west-1.flow.example",
      subjectAlternativeNames: ["*.eu-west-1.flow.example"],
      validationMethod: "DNS",
    });
    expect(ofType(saas, "aws:route53/record:Record").map(({ name }) => name)).toEqual([
      "front-certificate-validation-record",
      "front-ingress-record",
      "front-ingress-record-tenants",
    ]);
    expect(waits(saas, "front-ingress-https", "front-certificate-validation")).toBe(true);
  });

  it("leaves names to the operator who brings the certificate", () => {
    expect(ofType(invpc, "aws:route53/record:Record", "aws:acm/certificate:Certificate")).toEqual([]);
    expect(inputs(invpc, "front-ingress-https").certificateArn).toContain(":certificate/");
  });
});

describe("origin", () => {
  it("passes TLS through inside the network, to tasks that say they are ready", () => {
    expect(inputs(saas, "workload-origin-balancer")).toMatchObject({
      loadBalancerType: "network",
      internal: true,
      enableCrossZoneLoadBalancing: true,
      enableDeletionProtection: true,
      securityGroups: ["sg-origin"],
    });
    expect(inputs(saas, "workload-origin-listener")).toMatchObject({ protocol: "TCP", port: 8443 });
    expect(inputs(saas, "workload-origin-targets")).toMatchObject({
      protocol: "TCP",
      targetType: "ip",
      healthCheck: { protocol: "HTTPS", path: "/health" },
    });
  });

  it("lets go of its balancers when the stamp is decommissioned", async () => {
    const ending = await graphOf("saas.aws.eu-west-1.flow", { lifecycle: "decommissioning" });
    for (const name of ["workload-origin-balancer", "front-ingress-balancer"]) {
      expect(inputs(ending, name).enableDeletionProtection).toBe(false);
    }
  });
});

describe("models", () => {
  it("are reached inside the network, and only the listed ones by the API", () => {
    const endpoint = inputs(saas, "workload-models-bedrock");
    expect(endpoint).toMatchObject({
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      securityGroupIds: ["sg-endpoint"],
    });
    expect(JSON.parse(String(endpoint.policy))).toMatchObject({
      Statement: [
        {
          Condition: { ArnEquals: { "aws:PrincipalArn": [expect.stringMatching(/api-task$/)] } },
          Resource: ["arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0"],
        },
      ],
    });
  });

  it("have no endpoint where none are used", () => {
    expect(ofType(invpc, "aws:ec2/vpcEndpoint:VpcEndpoint")).toEqual([]);
  });
});

it("writes policies whose statements are all named", () => {
  expect(policyOfGrants([{ sid: "A", why: "x", actions: ["s3:GetObject"], resources: ["arn"] }])).toEqual({
    Version: "2012-10-17",
    Statement: [{ Sid: "A", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn"] }],
  });
});
