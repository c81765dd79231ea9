import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadProduct } from "../local/platform/product.ts";
import { budgetMs } from "./support/budget.ts";
import { portsInUse, processesOf } from "./support/leftovers.ts";
import { createHome, type Home, readPlatform } from "./support/platform.ts";
import { curlLines, paste } from "./support/printed.ts";
import { body, clientOf, createFlow, ownerOf } from "./support/tenant.ts";

let home: Home;
beforeAll(async () => {
  home = await createHome();
});
afterAll(() => home.remove());

// FlowGuard, the default, has files of its own. The way each of these ends differs, so that every way is gone.
test.each([
  ["flow", "SIGTERM"],
  ["flow8", "SIGINT"],
  ["fluxi", "SIGHUP"],
  ["axonflow", "SIGKILL"],
] as const)(
  "%s: start, sign in, create a flow, be refused as printed, end by %s",
  { timeout: 400_000 },
  async (id, signal) => {
    const { product } = await loadProduct(id);
    const running = await home.up(["--product", id, "--ephemeral"]);
    console.log(`${product.name}: ready in ${running.readyMs / 1000} s, ${running.memoryMegabytes} MB`);
    expect(running.readyMs).toBeLessThan(budgetMs(20));
    if (running.memoryMegabytes !== undefined) expect(running.memoryMegabytes).toBeLessThan(1000);

    const { state, secrets } = await readPlatform(running.root);
    const client = await clientOf(state);
    try {
      for (const { slug, region } of state.tenants) {
        const owner = await ownerOf(client, state, secrets, slug);
        const flow = await createFlow(owner, `${product.name} in ${region}`);
        const found = await owner.call(`/api/v1/flows/${flow}`);
        expect(body<{ name: string }>(found).name).toBe(`${product.name} in ${region}`);
      }

      const lines = curlLines(running.text);
      expect(lines).toHaveLength(2);
      const [first, second] = lines.map(paste);
      const [tenant, other] = [state.tenants[0], state.regions[1]];
      expect(first?.command).toContain(`https://${tenant?.slug}.${other?.id}.${id}.localhost:`);
      expect(first?.output).toMatch(/^HTTP\/1\.1 421 /);
      expect(first?.output.toLowerCase()).toContain(
        `\r\n${product.names.regionEndpointHeader.toLowerCase()}: ${tenant?.endpoint}\r\n`,
      );
      expect(second?.output).toMatch(/^HTTP\/1\.1 421 /);
    } finally {
      client.close();
    }

    const status = await running.stop(signal);
    expect(status).toBe(signal === "SIGKILL" ? null : 0);
    await vi.waitFor(
      async () => {
        expect(processesOf(running.root)).toEqual([]);
        expect(await portsInUse(state)).toEqual([]);
        expect(existsSync(running.root)).toBe(false);
      },
      // After a stop in order it has ended with everything else. A guardian that has to do it has its own limits.
      { timeout: signal === "SIGKILL" ? 60_000 : 1, interval: 100 },
    );
  },
);
