import { beforeAll, describe, expect, it } from "vitest";
import { captureStack } from "../graph/capture-stack.ts";
import { type Captured, type CapturedGraph, ofType } from "../graph/captured.ts";
import { named } from "./testing/capture-parts.ts";

let saas: CapturedGraph;
let invpc: CapturedGraph;
let cloudflare: CapturedGraph;
beforeAll(async () => {
  saas = await captureStack("saas.aws.eu-west-1.flow");
  invpc = await captureStack("invpc.aws.eu-west-1.axonflow");
  cloudflare = await captureStack("saas.aws.us-east-1.flow-cloudflare");
});

/** Paths of all values, without the values. */
const paths = (value: Captured | undefined, path = ""): readonly string[] => {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, path === "" ? key : `${path}.${key}`));
};

/** True when `later` cannot begin before `earlier` is done. */
const waits = ({ resources }: CapturedGraph, later: string, earlier: string): boolean => {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const seen = new Set<string>();
  const open = [resources.find(({ name }) => name === later)];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.name === earlier) return true;
    for (const urn of at.dependencies) {
      if (!seen.has(urn)) open.push(byUrn.get(urn));
      seen.add(urn);
    }
  }
  return false;
};

describe("the outputs of a stamp", () => {
  it("are the neutral contract, field by field: a field that changes its meaning needs the next version", () => {
    expect(paths(saas.outputs).toSorted()).toEqual(
      [
        "contract.version",
        "contract.region",
        "contract.jurisdiction",
        "contract.url",
        "contract.ingress",
        ...["catalog", "tenantServers.shared"].flatMap((server) =>
          ["host", "port", "auth", "masterSecret"].map((field) => `contract.${server}.${field}`),
        ),
        ...["blobs", "artifacts"].flatMap((store) => [`contract.${store}.kind`, `contract.${store}.name`]),
        ...["kind", "name", "lock", "days"].map((field) => `contract.audit.${field}`),
        ...["kind", "dataKey", "tenantKeyPrefix", "rotationDays"].map((field) => `contract.keys.${field}`),
        "contract.workload.kind",
        "contract.workload.name",
        "contract.models.kind",
        "contract.models.url",
        ...["id", "private", "adopted"].map((field) => `contract.network.${field}`),
      ].toSorted(),
    );
    expect(saas.outputs.contract).toMatchObject({
      version: 1,
      region: "eu-west-1",
      jurisdiction: "eu",
      url: "https://eu-west-1.flow.example",
      catalog: { auth: "aws-iam" },
      audit: { lock: "compliance" },
      keys: { kind: "aws-kms", tenantKeyPrefix: "alias/bailiwick/eu-west-1/flow/tenant/", rotationDays: 90 },
      workload: { kind: "ecs" },
      models: { kind: "bedrock" },
      network: { private: true, adopted: false },
    });
  });
});

describe("a stamp", () => {
  it("touches its own account and region alone, through one provider", () => {
    expect(named(saas, "aws").inputs).toMatchObject({
      region: "eu-west-1",
      allowedAccountIds: '["111122223333"]',
    });
    const providers = new Set(
      saas.resources.filter(({ type }) => type.startsWith("aws:")).map(({ provider }) => provider),
    );
    expect([...providers]).toEqual([named(saas, "aws").urn]);
  });

  it("has one root, and children named after it", () => {
    for (const { type, name, parent } of saas.resources) {
      if (type.startsWith("pulumi:")) continue;
      expect(parent === undefined ? name === "stamp" : name.startsWith("stamp-"), name).toBe(true);
    }
  });

  it.each([
    ["the worker", "the databases", "stamp-workload-worker-service", "stamp-databases-catalog-cluster"],
    [
      "the worker",
      "its role's policy",
      "stamp-workload-worker-service",
      "stamp-workload-identities-worker-task-policy",
    ],
    ["the worker", "the secrets' places", "stamp-workload-worker-service", "stamp-secrets-pin-private-key"],
    ["the worker", "the way to Secrets Manager", "stamp-workload-worker-service", "stamp-endpoints-secretsmanager"],
    ["the worker", "its log", "stamp-workload-worker-service", "stamp-logs-worker"],
    ["the API", "the worker", "stamp-workload-api-service", "stamp-workload-worker-service"],
    ["the API", "the models", "stamp-workload-api-service", "stamp-workload-models-bedrock"],
    ["the edge", "the API", "stamp-front-edge-service", "stamp-workload-api-service"],
    ["the check", "the edge", "stamp-smoke-schedule", "stamp-front-edge-service"],
  ])("has %s wait for %s, and go before it", (_later, _earlier, later, earlier) => {
    expect(named(saas, earlier)).toBeDefined();
    expect(waits(saas, later, earlier)).toBe(true);
    expect(waits(saas, earlier, later)).toBe(false);
  });

  it("is asked by its own check where it can be reached from inside", () => {
    const checks = (graph: CapturedGraph) => ofType(graph, "aws:scheduler/schedule:Schedule").length;
    expect([checks(saas), checks(invpc)]).toEqual([1, 1]);
  });
});

describe("a stamp behind Cloudflare", () => {
  it("has no load balancer that anybody outside could reach, no edge tasks and no names of its own", () => {
    const balancers = ofType(cloudflare, "aws:lb/loadBalancer:LoadBalancer");
    expect(balancers.map(({ inputs: { internal, loadBalancerType } }) => [internal, loadBalancerType])).toEqual([
      [true, "network"],
    ]);
    expect(ofType(cloudflare, "aws:route53/record:Record")).toEqual([]);
    expect(ofType(cloudflare, "aws:ecs/service:Service").map(({ name }) => name)).not.toContain(
      "stamp-front-edge-service",
    );
  });
});
