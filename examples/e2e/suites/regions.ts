import { readFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { problemTypes } from "@bailiwick/contract/problem";
import { describe, expect, test } from "vitest";
import { origin, region, type TheSubject } from "../support/subject.ts";

const endpointHeader = "x-flowguard-region-endpoint";
const someId = "01a20d2a-c190-7b05-beda-30a12df6d9bd";

/** A tenant is served in its region and refused in every other, by the edge and by the core API. */
export const regionSuite = (subject: TheSubject): void => {
  describe("the wrong region", () => {
    test.each([
      ["GET", "/api/v1/flows", undefined],
      ["POST", "/api/v1/flows", { name: "secret plans" }],
      ["PUT", `/api/v1/flows/${someId}`, { name: "secret plans" }],
      ["DELETE", `/api/v1/flows/${someId}`, undefined],
      ["POST", "/api/v1/auth/sign-in", { email: "ana@acme.test", password: "a password that must not leave" }],
      ["GET", "/no/such/path?with=query", undefined],
    ])("is refused at the edge: %s %s", async (method, path, body) => {
      const { client, acme } = subject();
      const answer = await client.call(origin(subject(), "acme", "westeurope") + path, {
        method,
        headers: { authorization: `Bearer ${acme.token}`, origin: "https://app.example" },
        body,
      });
      expect(answer.status).toBe(421);
      expect(answer.headers[endpointHeader]).toBe(acme.endpoint);
      expect(answer.headers["cache-control"]).toContain("no-store");
      expect(answer.headers["access-control-expose-headers"]?.toLowerCase()).toContain(endpointHeader);
      expect(answer.headers["strict-transport-security"]).toBeDefined();
      expect(answer.headers["content-type"]).toBe("application/problem+json");
      const { type } = problemTypes["wrong-region"];
      expect(answer.json).toMatchObject({ type, region: "eastus", endpoint: acme.endpoint });
    });

    test("is known from the credential where the host names no tenant", async () => {
      const { client, acme } = subject();
      const call = { headers: { authorization: `Bearer ${acme.token}` } };
      const elsewhere = await client.call(`${region(subject(), "westeurope").edgeUrl}/api/v1/flows`, call);
      expect([elsewhere.status, elsewhere.headers[endpointHeader]]).toEqual([421, acme.endpoint]);
      expect((await client.call(`${region(subject(), "eastus").edgeUrl}/api/v1/flows`, call)).status).toBe(200);
    });

    test("is every region for the region-less host, which serves nobody and lists them", async () => {
      const { client, acme, state } = subject();
      const answer = await client.call(`${state.global.url.replace("://", "://acme.")}/api/v1/flows`);
      expect([answer.status, answer.headers[endpointHeader]]).toEqual([421, acme.endpoint]);
      const regions = await client.call(`${state.global.url}/.well-known/regions`);
      expect(regions.json).toMatchObject({ regions: [{ id: "eastus" }, { id: "westeurope" }] });
    });

    test("is the core API for everybody whom no edge vouches for", async () => {
      const headers = { authorization: `Bearer ${subject().acme.token}` };
      const answer = await fetch(`${region(subject(), "eastus").apiUrl}/api/v1/flows`, { headers });
      expect(answer.status).toBe(421);
      expect(await answer.json()).toMatchObject({ type: problemTypes["untrusted-hop"].type });
    });

    test("answers a browser's preflight, so that its script may read the refusal", async () => {
      const answer = await subject().client.call(`${origin(subject(), "acme", "westeurope")}/api/v1/flows`, {
        method: "OPTIONS",
        headers: { origin: "https://app.example", "access-control-request-method": "POST" },
      });
      expect([200, 204]).toContain(answer.status);
    });

    test("keeps an unknown tenant unknown, in both", async () => {
      for (const id of ["eastus", "westeurope"]) {
        const answer = await subject().client.call(`${origin(subject(), "nobody", id)}/api/v1/flows`);
        expect(answer.status).toBe(404);
      }
    });

    test("plain HTTP leads to the same host and target over TLS, without HSTS", async () => {
      const { root, acme } = subject();
      const { ports } = JSON.parse(await readFile(join(root, "instance.json"), "utf8"));
      const name = new URL(acme.endpoint).hostname;
      const port: number = ports.regions.eastus.http;
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const url = { host: "127.0.0.1", port, path: "/api/v1/flows?limit=2", headers: { host: `${name}:${port}` } };
        get({ ...url, agent: false }, (response) => resolve(response.resume())).once("error", reject);
      });
      expect(answer.statusCode).toBe(308);
      expect(answer.headers.location).toBe(`${acme.endpoint}/api/v1/flows?limit=2`);
      expect(answer.headers["strict-transport-security"]).toBeUndefined();
    });
  });
};
