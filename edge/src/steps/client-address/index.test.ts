import { describe, expect, it } from "vitest";
import { factsWith, refusal, request } from "../../../test/support/steps.ts";
import { cloudflarePlatform } from "../../platform/cloudflare.ts";
import { workerdPlatform } from "../../platform/workerd.ts";
import { clientAddress } from "./index.ts";

const from = (clientIp: unknown, headers: Record<string, string> = {}): Request =>
  ({ cf: { clientIp }, headers: new Headers(headers) }) as unknown as Request;
const forged = {
  "cf-connecting-ip": "6.6.6.6",
  "x-forwarded-for": "6.6.6.6",
  "x-real-ip": "6.6.6.6",
  "true-client-ip": "6.6.6.6",
  forwarded: "for=6.6.6.6",
};

describe("client-address on workerd", () => {
  it.each([
    ["192.0.2.7:44912", "192.0.2.7"],
    ["[2001:db8::7]:44912", "2001:db8::7"],
  ])("takes the peer of the socket %s and no header's word", (peer, expected) => {
    const facts = factsWith({ address: undefined });
    expect(clientAddress(workerdPlatform([]))(from(peer, forged), facts)).toEqual({ kind: "continue" });
    expect(facts.address?.text).toBe(expected);
  });

  it("tells ports of one address apart from addresses", () => {
    const platform = workerdPlatform([]);
    expect(platform.clientAddress(from("192.0.2.7:1"))).toBe(platform.clientAddress(from("192.0.2.7:2")));
    expect(platform.clientAddress(from("192.0.2.8:1"))?.text).toBe("192.0.2.8");
  });

  it("asks a trusted proxy, and only it", () => {
    const { clientAddress: addressOf } = workerdPlatform(["10.0.0.0/8"]);
    const headers = { ...forged, "x-forwarded-for": "6.6.6.6, 192.0.2.1" };
    expect(addressOf(from("10.0.0.1:80", headers))?.text).toBe("192.0.2.1");
    expect(addressOf(from("203.0.113.1:80", headers))?.text).toBe("203.0.113.1");
  });

  it("does not believe a client that has an address in the proxy's own range", () => {
    const { clientAddress: addressOf } = workerdPlatform(["10.0.0.0/8"]);
    expect(addressOf(from("10.0.0.1:80", { "x-forwarded-for": "6.6.6.6, 10.0.5.5" }))?.text).toBe("10.0.5.5");
  });

  it.each([undefined, "", "unix:/run/x.sock"])("goes nowhere with %j", async (peer) => {
    const { status } = await refusal(clientAddress(workerdPlatform([]))(from(peer, forged), factsWith()));
    expect(status).toBe(400);
  });
});

describe("client-address on Cloudflare", () => {
  it("takes what Cloudflare says", () => {
    const facts = factsWith();
    clientAddress(cloudflarePlatform())(request({ headers: { ...forged, "cf-connecting-ip": "192.0.2.9" } }), facts);
    expect(facts.address?.text).toBe("192.0.2.9");
  });

  it("goes nowhere when Cloudflare says nothing", async () => {
    const without = { "x-forwarded-for": "6.6.6.6", "x-real-ip": "6.6.6.6" };
    expect(
      (await refusal(clientAddress(cloudflarePlatform())(request({ headers: without }), factsWith()))).status,
    ).toBe(400);
  });
});
