import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { runningServices } from "../support/leftovers.ts";
import { readPlatform } from "../support/platform.ts";
import type { TheSubject } from "../support/subject.ts";
import { body, createFlow } from "../support/tenant.ts";

/** Every process is killed while a client writes: it comes back, and nothing that was acknowledged is lost. */
export const killSuite = (subject: TheSubject): void => {
  describe("a process that is killed", () => {
    test.each([
      "eastus-edge",
      "eastus-core-api",
      "eastus-worker",
      "eastus-blobs",
      "eastus-postgres",
      "global-edge",
    ])("%s is back, and what was acknowledged is there", async (name) => {
      const { acme, client, root, state } = subject();
      const before = (await runningServices((await readPlatform(root)).state))[name];
      expect(before).toBeDefined();

      const written: string[] = [];
      let writing = true;
      const writer = (async () => {
        while (writing) {
          await createFlow(acme, `while ${name} is killed`).then(
            (id) => written.push(id),
            () => undefined, // not acknowledged: may be there or not
          );
          await sleep(120);
        }
      })();
      await vi.waitFor(() => expect(written.length).toBeGreaterThan(1), 60_000);
      process.kill(before ?? 0, "SIGKILL");
      await sleep(300);
      const sofar = written.length;

      await vi.waitFor(
        async () => {
          const now = (await readPlatform(root)).state;
          expect(now.services.find((one) => one.name === name)?.state).toBe("ready");
          expect((await runningServices(now))[name]).not.toBe(before);
          expect((await client.call(`${state.global.url}/health`)).status).toBe(200);
          expect(written.length).toBeGreaterThan(sofar + 1);
        },
        { timeout: 120_000, interval: 100 },
      );
      writing = false;
      await writer;
      for (const id of written) expect((await acme.call(`/api/v1/flows/${id}`)).status).toBe(200);
      const { json } = await acme.call(`/api/v1/audit?limit=100&action=flow.created`);
      const recorded =
        body<{ items: { target: { id: string } }[] }>({ json, status: 200, headers: {}, text: "" }).items ?? [];
      const ids = recorded.map(({ target }) => target.id);
      for (const id of written) expect(ids).toContain(id);
    });
  });
};
