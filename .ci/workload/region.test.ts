import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leaveOutMoto } from "../../core-api/test/aws/moto.ts";
import { signUp } from "../../examples/e2e/support/sign-up.ts";
import type { TenantApi } from "../../examples/e2e/support/tenant.ts";
import type { Client } from "../../examples/local/http/client.ts";
import { captureStack } from "../../infra/graph/capture-stack.ts";
import { imagesFolder } from "../images/images-folder.ts";
import { createPodman, leaveOutImages } from "./podman.ts";
import { type Region, startRegion } from "./region.ts";
import { createRegionClient } from "./region-client.ts";

const stack = "saas.aws.us-east-1.flow";
const what = `whether the tasks of ${stack} run`;
/** In the order in which the graph's services wait for each other. */
const parts = ["worker", "api", "edge"] as const;

describe.skipIf(leaveOutImages(what) || leaveOutMoto(what))(`the tasks of ${stack}`, () => {
  let region: Region;
  let client: Client;
  let tenant: TenantApi;

  beforeAll(async () => {
    region = await startRegion(await captureStack(stack), createPodman(imagesFolder));
    client = createRegionClient(region);
    for (const part of parts) await start(part);
  });
  afterAll(async () => {
    client?.close();
    await region?.stop();
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

  test("sign a tenant up through the balancer and keep its data", async () => {
    const name = new URL(region.url).hostname.split(".")[0] ?? "";
    tenant = await signUp(client, { edgeUrl: region.url, region: name, slug: "acme", plan: "starter" });
    const made = await tenant.call("/api/v1/flows", { method: "POST", body: { name: "kept", definition: {} } });
    expect(made.status).toBe(201);
    expect(await flows()).toEqual(["kept"]);
  });

  test("answer the region's own check", async () => {
    const task = await region.start("smoke");
    const check = task.container("smoke");
    const status = await check.untilEnded();
    expect(status, await check.output()).toBe(0);
  });

  test("say that they are not healthy while the databases are away, and that they are again", async () => {
    const health = async () => (await region.task("api").container("api").health()).status;
    for (const database of region.databases) database.close();
    await expect.poll(health, { timeout: 30_000, interval: 500 }).toBe(1);
    for (const database of region.databases) await database.open();
    await expect.poll(health, { timeout: 30_000, interval: 500 }).toBe(0);
  });

  test("come back after kill -9 with what was written", async () => {
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
