import { describe, expect, it } from "vitest";
import { registry } from "../test/support/steps.ts";
import { redirectToHttps } from "./redirect.ts";

const local = {
  ...registry,
  globalUrl: "https://edge.localhost:8443",
  regions: registry.regions.map((region, at) => ({
    ...region,
    baseUrl: `https://${region.id}.edge.localhost:${8444 + at}`,
  })),
};
/** The runtime puts the Host field and the target together to what it calls the URL. */
const ask = (redirect: (request: Request) => Response, url: string, host = /^http:\/\/([^/]*)/.exec(url)?.[1]) =>
  redirect({ url, headers: new Headers(host === undefined ? {} : { host }) } as Request);

describe("redirectToHttps", () => {
  it.each([
    ["http://acme.europe.edge.example/a?b=c", "https://acme.europe.edge.example/a?b=c"],
    ["http://ACME.europe.edge.example:80/", "https://acme.europe.edge.example/"],
    ["http://edge.example/", "https://edge.example/"],
  ])("sends %s to %s", (from, to) => {
    const { status, headers } = ask(redirectToHttps(registry), from);
    expect(status).toBe(308);
    expect(headers.get("location")).toBe(to);
    expect(headers.has("strict-transport-security")).toBe(false);
  });

  it("knows on which port TLS is", () => {
    const { headers } = ask(redirectToHttps(local), "http://acme.america.edge.localhost:8082/x");
    expect(headers.get("location")).toBe("https://acme.america.edge.localhost:8445/x");
  });

  it.each([
    "http://evil.example/",
    "http://edge.example.evil.example/",
    "http://a@edge.example/",
    "http://x.y.edge.example/",
  ])("sends nobody on from %s", (url) => {
    const { status, headers } = ask(redirectToHttps(registry), url);
    expect(status).toBe(421);
    expect(headers.has("location")).toBe(false);
  });

  it.each([
    ["http://acme.europe.edge.example/evil/x", "acme.europe.edge.example/evil"],
    ["http://edge.example/x", "edge.example/x"],
    ["http://edge.example/x", "evil.example"],
    ["http://edge.example/x", ""],
  ])("sends nobody on to %s whose Host field is %j", (url, host) => {
    const { status, headers } = ask(redirectToHttps(registry), url, host);
    expect([status, headers.has("location")]).toEqual([400, false]);
  });

  it.each([
    "http://edge.example//evil.example",
    "http://edge.example/..\\x",
    "http://edge.example/%0d%0aset-cookie:x",
  ])("sends nobody on with the target of %s", (url) => {
    expect(ask(redirectToHttps(registry), url).status).toBe(400);
  });
});
