import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { leaveOutMoto } from "../../core-api/test/aws/moto.ts";
import { signUp } from "../../examples/e2e/support/sign-up.ts";
import type { TenantApi } from "../../examples/e2e/support/tenant.ts";
import type { Client } from "../../examples/local/http/client.ts";
import { captureStack } from "../../infra/graph/capture-stack.ts";
import { imagesFolder } from "../images/images-folder.ts";
import { createByOperator } from "./new-tenant.ts";
import { createPodman, leaveOutImages } from "./podman.ts";
import { type Region, startRegion } from "./region.ts";
import { createRegionClient } from "./region-client.ts";

interface RunStack {
  readonly stack: string;
  readonly has: string;
  /** What a tenant signs up for. */
  readonly plan: string;
  /** Who creates organisations of this product. @default anybody */
  readonly createdBy?: "operator";
  /** @default "on" */
  readonly telemetry?: "off";
  /**
   * Whether it knows other regions, which do not run here: it takes nobody without their agreement, and its check is not
   * content. @default false
   */
  readonly alone?: true;
  /** Whether its databases go away and its tasks are killed, too. @default false */
  readonly suffers?: true;
}

const stacks: readonly RunStack[] = [
  { stack: "saas.aws.us-east-1.flow", has: "all that it needs made", plan: "starter", suffers: true },
  {
    stack: "invpc.aws.eu-west-1.axonflow",
    has: "network and keys brought, telemetry off, a database and a key for each tenant",
    plan: "enterprise",
    createdBy: "operator",
    telemetry: "off",
    suffers: true,
  },
  { stack: "invpc.aws.eu-central-1.flow8", has: "databases and buckets brought", plan: "business" },
  {
    stack: "saas.aws.ap-southeast-2.flow",
    has: "two servers for tenants, TLS 1.3 only, the first region's pepper",
    plan: "scale",
    alone: true,
  },
];
const what = "whether the tasks of example stacks run";
/** In the order in which the graph's services wait for each other. */
const parts = ["worker", "api", "edge"] as const;

describe.skipIf(leaveOutImages(what) || leaveOutMoto(what)).each(stacks)("the tasks of $stack, with $has,", (run) => {
  let region: Region;
  let client: Client;
  let tenant: TenantApi;

  beforeAll(async () => {
    region = await startRegion(await captureStack(run.stack), createPodman(imagesFolder));
    client = createRegionClient(region);
    for (const part of parts) await start(part);
  });
  afterAll(async () => {
    client?.close();
    await region?.stop();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    for (const part of parts) console.log(`${part}:\n${await region.task(part).container(part).output()}`);
  });

  const start = async (part: (typeof parts)[number]): Promise<void> => {
    const task = await region.start(part);
    await task.untilHealthy();
  };
  const flows = async (): Promise<readonly string[]> => {
    const { json } = await tenant.call("/api/v1/flows");
    return JSON.parse(JSON.stringify(json)).items.map(({ name }: { name: string }) => name);
  };

  test("come up healthy, in their order, with nothing but what they declare", async () => {
    for (const part of parts) {
      for (const one of region.task(part).containers) {
        if (one.definition.healthCheck === undefined) continue;
        expect(await one.health()).toMatchObject({ status: 0 });
      }
    }
  });

  test.skipIf(run.alone === true)("sign a tenant up through the balancer and keep its data", async () => {
    tenant =
      run.createdBy === "operator"
        ? await createByOperator(client, region, { slug: "acme", plan: run.plan })
        : await signUp(client, { edgeUrl: region.url, region: region.id, slug: "acme", plan: run.plan });
    const made = await tenant.call("/api/v1/flows", { method: "POST", body: { name: "kept", definition: {} } });
    expect(made.status).toBe(201);
    expect(await flows()).toEqual(["kept"]);
  });

  test("say what was decided about telemetry, and ask for no host but those that they are told of", async () => {
    for (const part of parts) {
      expect(await region.task(part).container(part).output()).toContain(`"telemetry":"${run.telemetry ?? "on"}"`);
    }
    expect([...region.namesAsked].toSorted()).toEqual(region.declaredHosts.toSorted());
  });

  test("answer the region's own check", async () => {
    const task = await region.start("smoke");
    const check = task.container("smoke");
    const status = await check.untilEnded();
    const output = await check.output();
    expect(status, output).toBe(run.alone === true ? 1 : 0);
    if (run.alone === true) expect(output).toContain("/health is answered 503");
  });

  test.skipIf(run.suffers !== true)(
    "say that they are not healthy while the databases are away, and that they are again",
    async () => {
      const health = async () => (await region.task("api").container("api").health()).status;
      for (const database of region.databases) database.close();
      await expect.poll(health, { timeout: 30_000, interval: 500 }).toBe(1);
      for (const database of region.databases) await database.open();
      await expect.poll(health, { timeout: 30_000, interval: 500 }).toBe(0);
    },
  );

  test.skipIf(run.suffers !== true)("come back after kill -9 with what was written", async () => {
    for (const part of parts) await region.task(part).kill();
    for (const part of parts) await start(part);
    expect(await flows()).toEqual(["kept"]);
  });

  test("stop within ten seconds of SIGTERM, with status 0", async () => {
    for (const part of parts.toReversed()) {
      const container = region.task(part).container(part);
      const { status, seconds } = await container.stop();
      expect({ part, status }, await container.output()).toEqual({ part, status: 0 });
      expect(seconds).toBeLessThan(10);
    }
  });
});
