import { describe, expect, test, vi } from "vitest";
import type { TheSubject } from "../support/subject.ts";
import { body, clientOf } from "../support/tenant.ts";

/** Limits and allowlists of the edge. Addresses beside 127.0.0.1 are Linux's. */
export const limitSuite = (subject: TheSubject): void => {
  describe.runIf(process.platform === "linux")("limits by address", () => {
    test("too many sign-ins are refused, for that address, for as long as it is told", async () => {
      const [flooder, bystander] = [await clientOf(subject().state), await clientOf(subject().state)];
      const url = `${subject().acme.endpoint}/api/v1/auth/sign-in`;
      const attempt = (client: typeof flooder) => client.call(url, { method: "POST", body: {} });
      try {
        let answer = await attempt(flooder);
        for (let tries = 0; answer.status !== 429 && tries < 20; tries++) answer = await attempt(flooder);
        expect(answer.status).toBe(429);
        expect(answer.headers.ratelimit).toMatch(/"authentication";r=0;t=\d+/);
        const seconds = Number(answer.headers["retry-after"]);
        expect(seconds).toBeGreaterThan(0);
        expect((await attempt(bystander)).status).toBe(422);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
        expect((await attempt(flooder)).status).toBe(422);
      } finally {
        flooder.close();
        bystander.close();
      }
    });

    test("a tenant lets in its own network only, and cannot shut itself out", async () => {
      const { state, globex } = subject();
      const stranger = await clientOf(state);
      const url = `${globex.endpoint}/api/v1/flows`;
      const put = (allow: readonly string[]) =>
        globex.call("/api/v1/security/allowlist", { method: "PUT", body: { allow } });
      const seen = async (): Promise<number> => {
        const { status } = await stranger.call(url, { headers: { authorization: `Bearer ${globex.token}` } });
        return status;
      };
      try {
        const session = await globex.call("/api/v1/audit?limit=1");
        const own = body<{ items: { address: string }[] }>(session).items?.[0]?.address;
        expect((await put(["192.0.2.0/24"])).status).toBe(409);
        expect(await seen()).toBe(200);
        expect((await put(["192.0.2.0/24", `${own}/32`])).status).toBe(200);
        await vi.waitFor(async () => expect(await seen()).toBe(403), { timeout: 60_000, interval: 200 });
        expect((await globex.call("/api/v1/flows")).status).toBe(200);
        expect((await put([])).status).toBe(200);
        await vi.waitFor(async () => expect(await seen()).toBe(200), { timeout: 60_000, interval: 200 });
      } finally {
        stranger.close();
      }
    });
  });
};
