import { problemTypes } from "@bailiwick/contract/problem";
import { beforeAll, describe, expect, test } from "vitest";
import { signUp } from "../support/sign-up.ts";
import { origin, region, type TheSubject } from "../support/subject.ts";
import { body, createFlow, type TenantApi } from "../support/tenant.ts";

const someId = "01a20d2a-c190-7b05-beda-30a12df6d9bd";

/** A tenant that signs up by itself beside another one: it gets its own, and nothing of the other. */
export const tenantSuite = (subject: TheSubject): void => {
  describe("a second tenant of the region", () => {
    let initech: TenantApi;
    beforeAll(async () => {
      const { edgeUrl } = region(subject(), "eastus");
      initech = await signUp(subject().client, { edgeUrl, region: "eastus", slug: "initech", plan: "team" });
    });

    test("is served where it signed up, and nowhere else", async () => {
      const session = await initech.call("/api/v1/auth/session");
      expect(session.json).toMatchObject({ tenant: { slug: "initech", plan: "team" }, user: { roles: ["owner"] } });
      const elsewhere = await subject().client.call(`${origin(subject(), "initech", "westeurope")}/api/v1/flows`);
      expect([elsewhere.status, body<{ endpoint: string }>(elsewhere).endpoint]).toEqual([421, initech.endpoint]);
    });

    test("cannot sign up under a name that is taken, or in a region that the plan does not include", async () => {
      const owner = { email: "gavin@hooli.test", name: "Gavin", password: "correct horse battery" };
      const wanted = { organisation: "Hooli", slug: "hooli", plan: "team", owner };
      const ask = (id: string, over: object) =>
        subject().client.call(`${region(subject(), id).edgeUrl}/api/v1/sign-up`, {
          method: "POST",
          body: { ...wanted, region: id, ...over },
        });
      expect((await ask("westeurope", {})).json).toMatchObject(problemTypes["plan-does-not-allow"]);
      expect((await ask("eastus", { slug: "acme" })).json).toMatchObject(problemTypes.conflict);
    });

    test("sees nothing of the first: what is the other's is as if it did not exist", async () => {
      const { acme } = subject();
      const flow = await createFlow(acme, "the recipe");
      const shape = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id");
      for (const call of [
        {},
        { method: "DELETE" },
        { method: "PUT", headers: { "if-match": '"1"' }, body: { name: "mine", description: "", definition: {} } },
      ]) {
        const theirs = await initech.call(`/api/v1/flows/${flow}`, call);
        const nobodys = await initech.call(`/api/v1/flows/${someId}`, call);
        expect(theirs.status).toBe(404);
        expect(shape(theirs.text)).toBe(shape(nobodys.text));
      }
      const kept = await acme.call(`/api/v1/flows/${flow}`);
      expect(kept.json).toMatchObject({ name: "the recipe", version: 1, trashedAt: null });
      expect((await initech.call("/api/v1/flows?limit=100")).text).not.toContain("the recipe");
      expect((await initech.call("/api/v1/audit?limit=100")).text).not.toContain(flow);
    });

    test("is not let in by another one's session, of its region or not", async () => {
      const { acme, globex, client } = subject();
      for (const [own, other] of [
        [acme, initech],
        [initech, acme],
        [globex, acme],
      ] as const) {
        const headers = { authorization: `Bearer ${own.token}` };
        expect((await client.call(`${other.endpoint}/api/v1/flows`, { headers })).status).not.toBe(200);
      }
    });

    test("finds what it did in its audit log", async () => {
      const flow = await createFlow(initech, "our own");
      const { json } = await initech.call("/api/v1/audit?limit=20");
      expect(json).toMatchObject({
        items: expect.arrayContaining([
          expect.objectContaining({ action: "flow.created", target: { type: "flow", id: flow }, outcome: "success" }),
        ]),
      });
    });

    test("signs out, and its session is worth nothing", async () => {
      expect((await initech.call("/api/v1/auth/sign-out", { method: "POST" })).status).toBe(204);
      expect((await initech.call("/api/v1/flows")).status).toBe(401);
    });
  });
};
