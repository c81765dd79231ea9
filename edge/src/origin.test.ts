import { encodeBase64Url } from "@bailiwick/contract/pins";
import { importEdgeKey, verify } from "@bailiwick/contract/signature";
import { describe, expect, it } from "vitest";
import { createOrigin, type Vouched } from "./origin.ts";

const secrets = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const keys = JSON.stringify(secrets.map((secret, at) => ({ id: `k${at}`, secret: encodeBase64Url(secret) })));
const vouched: Vouched = {
  method: "GET",
  target: "/api/v1/flows?limit=1",
  host: "acme.europe.edge.example",
  tenant: "acme",
  requestId: "one",
  clientAddress: "192.0.2.1",
};
const originWith = (answer: (request: Request) => Response = () => new Response()) =>
  createOrigin({
    fetcher: { fetch: async (request) => answer(request) },
    region: "europe",
    host: "europe.edge.example",
    keys,
  });

const verified = async (headers: Headers, claimed: Vouched): Promise<boolean> => {
  const live = await Promise.all(secrets.map((secret, at) => importEdgeKey(`k${at}`, secret)));
  const time = Number(headers.get("x-bailiwick-edge-time"));
  const signed = { ...claimed, time, region: "europe", user: "-", digest: "UNSIGNED" };
  const signature = headers.get("x-bailiwick-edge-signature") ?? "";
  return verify(signed, headers.get("x-bailiwick-edge-key") ?? "", signature, live, Date.now() / 1000);
};

describe("createOrigin", () => {
  it("vouches for every word with the current key", async () => {
    const headers = new Headers({ "x-bailiwick-tenant": "forged" });
    await originWith().vouch(headers, vouched);
    expect(headers.get("x-bailiwick-tenant")).toBe("acme");
    expect(headers.get("x-bailiwick-edge-key")).toBe("k0");
    expect(await verified(headers, vouched)).toBe(true);
    for (const [name, value] of Object.entries(vouched)) {
      expect(await verified(headers, { ...vouched, [name]: `${value}x` })).toBe(false);
    }
  });

  it("fetches its own documents as itself, for no tenant", async () => {
    let sent: Request | undefined;
    const origin = originWith((request) => {
      sent = request;
      return new Response(null, { status: 304 });
    });
    expect((await origin.document("/internal/pins", '"7"')).status).toBe(304);
    expect(sent?.url).toBe("https://europe.edge.example/internal/pins");
    expect(sent?.headers.get("if-none-match")).toBe('"7"');
    const headers = sent?.headers ?? new Headers();
    expect(headers.get("x-bailiwick-tenant")).toBe("-");
    const claimed: Vouched = {
      method: "GET",
      target: "/internal/pins",
      host: "europe.edge.example",
      tenant: "-",
      requestId: headers.get("x-request-id") ?? "",
      clientAddress: headers.get("x-bailiwick-client-address") ?? "",
    };
    expect(await verified(headers, claimed)).toBe(true);
  });

  it.each([
    "[]",
    "{}",
    '[{"id":"k1"}]',
    '[{"id":1,"secret":"x"}]',
    "null",
  ])("does not start with the keys %s", (wrong) => {
    const options = { fetcher: { fetch: async () => new Response() }, region: "europe", host: "europe.edge.example" };
    expect(() => createOrigin({ ...options, keys: wrong })).toThrow(TypeError);
  });
});
