import { existsSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { callAsEdge } from "../support/as-edge.ts";
import { budgetMs } from "../support/budget.ts";
import { portsInUse, processesOf } from "../support/leftovers.ts";
import { adopt, type Subject, type TheSubject } from "../support/subject.ts";
import { createFlow } from "../support/tenant.ts";

const gone = async ({ root, state }: Subject, timeout: number): Promise<void> => {
  await vi.waitFor(
    async () => {
      expect(processesOf(root)).toEqual([]);
      expect(await portsInUse(state)).toEqual([]);
      expect(existsSync(`${root}/lock`)).toBe(false);
    },
    { timeout, interval: 100 },
  );
};

/** Stopped, killed and started again: nothing is left behind, and nothing is lost. */
export const restartSuite = (subject: TheSubject, become: (next: Subject) => void): void => {
  describe("stopped and started again", () => {
    test.each([
      ["SIGTERM", 1],
      ["SIGKILL", 60_000],
    ] as const)(
      "after %s no process, port or lock is left; then URLs, passwords and data are the same",
      async (signal, patience) => {
        const before = subject();
        const flow = await createFlow(before.acme, `kept over ${signal}`);
        before.client.close();
        expect(await before.running.stop(signal)).toBe(signal === "SIGTERM" ? 0 : null);
        await gone(before, patience);
        const stopped = await before.home.run(["status", "--json"]);
        expect([stopped.status, JSON.parse(stopped.stdout).running]).toEqual([1, false]);

        const running = await before.home.up();
        console.log(`FlowGuard again: ready in ${running.readyMs / 1000} s, ${running.memoryMegabytes} MB`);
        const after = await adopt(before.home, running);
        become(after);
        expect(running.readyMs).toBeLessThan(budgetMs(8));
        expect(after.secrets).toEqual(before.secrets);
        expect(after.state.regions).toEqual(before.state.regions);
        expect(after.state.tenants).toEqual(before.state.tenants);
        expect((await after.acme.call(`/api/v1/flows/${flow}`)).json).toMatchObject({ name: `kept over ${signal}` });
        // A session is data too.
        const headers = { authorization: `Bearer ${before.acme.token}` };
        expect((await after.client.call(`${after.acme.endpoint}/api/v1/flows`, { headers })).status).toBe(200);
      },
      400_000,
    );

    test("then the core API itself refuses a tenant of another region, even when its own edge vouches for it", async () => {
      const { root, state, acme } = subject();
      const call = { tenant: "acme", target: "/api/v1/flows", headers: { authorization: `Bearer ${acme.token}` } };
      const elsewhere = await callAsEdge(root, state, { ...call, region: "westeurope" });
      expect([elsewhere.status, elsewhere.headers["x-flowguard-region-endpoint"]]).toEqual([421, acme.endpoint]);
      expect((await callAsEdge(root, state, { ...call, region: "eastus" })).status).toBe(200);
    });
  });
};
