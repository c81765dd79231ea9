import { randomBytes, randomUUID } from "node:crypto";
import { headers as names } from "@bailiwick/contract/names";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServer } from "../../src/create-server.ts";
import { listen } from "../../src/platform/http/listen.ts";
import { elsewhere, here, startTestApi, type TestApi, type TestTenant } from "./api.ts";
import { createEdgeClient, send, type Tampering } from "./edge-client.ts";

let api: TestApi;
let acme: TestTenant;
let token: string;
beforeAll(async () => {
  api = await startTestApi();
  acme = await api.addTenant("acme");
  await api.addTenant("globex");
  token = await acme.signIn();
});
afterAll(() => api.close());

const path = "/api/v1/flows";
const now = () => Math.floor(Date.now() / 1000);
const attack = (tampering: Tampering) => api.call("acme", path, { token }, tampering);

test("a signed request passes with either of the two live keys", async () => {
  for (const key of api.edgeKeys) expect((await attack({ key })).status).toBe(200);
});

describe("every request that this region's edge did not sign, and sign now, is misdirected", () => {
  const stranger = { id: "k1", secret: new Uint8Array(randomBytes(32)) };
  const attacks: Record<string, () => Tampering> = {
    unsigned: () => ({ after: { [names.edgeSignature]: undefined } }),
    "without a key": () => ({ after: { [names.edgeKey]: undefined } }),
    "without a time": () => ({ after: { [names.edgeTime]: undefined } }),
    "without an id": () => ({ after: { [names.requestId]: undefined } }),
    "without a tenant": () => ({ after: { [names.tenant]: undefined } }),
    "without an address": () => ({ after: { [names.clientAddress]: undefined } }),
    "signed by a stranger": () => ({ key: stranger }),
    "signed with a retired key": () => ({ key: { ...stranger, id: "k0" } }),
    "signed too long ago": () => ({ time: now() - 32 }),
    "signed in the future": () => ({ time: now() + 32 }),
    "made fresh afterwards": () => ({ time: now() - 32, after: { [names.edgeTime]: String(now()) } }),
    "with a time in another notation": () => ({ after: { [names.edgeTime]: `+${now()}` } }),
    "for another tenant": () => ({ after: { [names.tenant]: "globex" } }),
    "for another tenant, by its host": () => ({ after: { host: `globex.${here}.sample.example` } }),
    "for another path": () => ({ sentPath: "/api/v1/users" }),
    "with another query": () => ({ sentPath: `${path}?limit=1` }),
    "with the path in another form": () => ({ sentPath: "/api//v1/flows" }),
    "with another method": () => ({ sentMethod: "DELETE" }),
    "with another request id": () => ({ after: { [names.requestId]: randomUUID() } }),
    "from another address": () => ({ after: { [names.clientAddress]: "203.0.113.1" } }),
    "by another region's edge": () => ({ region: elsewhere }),
    "passed off as this region's": () => ({ region: elsewhere, after: { [names.region]: here } }),
    "whose host and tenant tell two stories": () => ({ host: `globex.${here}.sample.example`, tenant: "acme" }),
    "with an empty signature": () => ({ after: { [names.edgeSignature]: "v1=" } }),
  };

  test.each(Object.keys(attacks))("%s", async (name) => {
    const answer = await attack(attacks[name]?.() ?? {});
    expect(answer.status).toBe(421);
    expect(answer.json).toMatchObject({ type: "urn:bailiwick:problem:untrusted-hop", status: 421 });
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers["x-request-id"]).toBe(answer.json.instance);
  });

  test("the same request a second time", async () => {
    const requestId = randomUUID();
    const time = now();
    expect((await attack({ requestId, time })).status).toBe(200);
    expect((await attack({ requestId, time })).status).toBe(421);
    expect((await attack({ requestId, time: time + 1 })).status).toBe(421);
  });

  test("a forged request does not burn the id of a genuine one", async () => {
    const requestId = randomUUID();
    expect((await attack({ requestId, key: stranger })).status).toBe(421);
    expect((await attack({ requestId })).status).toBe(200);
  });

  test("nothing at all but a request line", async () => {
    expect((await send(api.port, "GET", path, { host: "localhost" })).status).toBe(421);
    expect((await send(api.port, "POST", "/api/v1/sign-up", { host: "localhost" })).status).toBe(421);
    expect((await send(api.port, "GET", "/internal/pins", { host: "localhost" })).status).toBe(421);
  });
});

describe("region", () => {
  test("a tenant that is pinned elsewhere is sent there, by header and body, before anything of it is read", async () => {
    await api.publish(elsewhere, [{ tenant: "initech", state: "active" }]);
    const answer = await api.call("initech", path, { method: "POST", raw: "x".repeat(50), token });
    const endpoint = `https://initech.${elsewhere}.sample.example`;
    expect(answer.status).toBe(421);
    expect(answer.headers["x-sample-region-endpoint"]).toBe(endpoint);
    expect(answer.json).toMatchObject({ type: "urn:bailiwick:problem:wrong-region", region: elsewhere, endpoint });
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  test("another region's host is sent there too, and a name that nobody serves is unknown", async () => {
    const other = await api.call("acme", path, { token }, { host: `acme.${elsewhere}.sample.example` });
    expect([other.status, other.json.region]).toEqual([421, elsewhere]);
    for (const host of ["sample.example", "acme.sample.example", "evil.example", `acme.${here}.sample.example.`]) {
      const answer = await api.call("acme", path, { token }, { host });
      expect([host, answer.status, answer.json.type]).toEqual([host, 421, "urn:bailiwick:problem:unknown-host"]);
    }
  });

  test("a tenant that does not exist and one that is suspended look alike", async () => {
    const umbrella = await api.addTenant("umbrella");
    const { catalog } = api.databases.platform();
    await catalog`update catalog.org set state = 'suspended' where slug = 'umbrella'`;
    api.platform.tenants.forget("umbrella");
    const [suspended, missing] = [await api.call("umbrella", path), await api.call("nobody", path)];
    expect(suspended.status).toBe(404);
    expect(shape(suspended)).toEqual(shape(missing));
    expect(umbrella.slug).toBe("umbrella");
  });

  test("a frozen tenant can be read but not changed", async () => {
    const hooli = await api.addTenant("hooli");
    const session = await hooli.signIn();
    const { catalog } = api.databases.platform();
    await catalog`update catalog.org set state = 'frozen' where slug = 'hooli'`;
    api.platform.tenants.forget("hooli");
    expect((await api.call("hooli", path, { token: session })).status).toBe(200);
    const refused = await api.call("hooli", path, { method: "POST", token: session, body: { name: "x" } });
    expect([refused.status, refused.json.type]).toEqual([503, "urn:bailiwick:problem:tenant-frozen"]);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  });

  test("without a region's map nobody is told that a tenant does not exist", async () => {
    const blind = await startTestApi({ withoutPins: true });
    try {
      const answer = await blind.call("acme", path);
      expect([answer.status, answer.json.type]).toEqual([503, "urn:bailiwick:problem:pins-unavailable"]);
    } finally {
      await blind.close();
    }
  });
});

describe("planes", () => {
  test.each([
    ["GET", "/api/v1/flows"],
    ["POST", "/api/v1/auth/sign-in"],
  ])("%s %s needs a tenant", async (method, target) => {
    expect((await api.call(null, target, { method, body: method === "POST" ? {} : undefined })).status).toBe(404);
  });

  test.each([
    "/internal/pins",
    "/internal/edge-policies",
    "/api/v1/admin/tenants",
  ])("%s is not at a tenant's address", async (target) => {
    expect((await api.call("acme", target, { token })).status).toBe(404);
  });

  test.each([
    "/metrics",
    "/health",
    "/health/live",
  ])("%s answers on the private port, not through the edge", async (target) => {
    expect((await send(api.port, "GET", target, { host: "localhost" })).status).toBe(200);
    expect((await api.call("acme", target, { token })).status).toBe(404);
    expect((await api.call(null, target)).status).toBe(404);
  });
});

describe("requests that are not well-formed", () => {
  test("malformed JSON, another media type, too large a body, a body without a length", async () => {
    const post = (raw: string, extra = {}, chunked = false) =>
      api.call("acme", path, { method: "POST", token, raw, headers: extra, chunked });
    expect((await post('{"name":')).status).toBe(400);
    expect((await post("name=x", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
    expect((await post(`{"name":"${"x".repeat(1_048_600)}"}`)).status).toBe(413);
    expect((await post('{"name":"streamed"}', {}, true)).status).toBe(201);
    expect((await post(`{"name":"${"x".repeat(1_048_600)}"}`, {}, true)).status).toBe(413);
    expect((await post("name=x", { "content-type": "text/plain" }, true)).status).toBe(415);
    expect((await post("", {}, true)).status).toBe(400);
  });

  test("an empty body that is streamed, as edges do, is no body", async () => {
    const signedIn = await acme.signIn();
    const answer = await api.call("acme", "/api/v1/auth/sign-out", {
      method: "POST",
      token: signedIn,
      raw: "",
      chunked: true,
      headers: { "content-type": undefined },
    });
    expect(answer.status).toBe(204);
  });

  test("a change without a body and without a word about its length is answered, not waited for", async () => {
    const call = { method: "POST", token, headers: { "content-length": undefined, "transfer-encoding": undefined } };
    for (const [target, status] of [
      [path, 400],
      ["/api/v1/flows/none/restore", 404],
    ] as const) {
      const answer = await api.call("acme", target, {
        ...call,
        headers: { ...call.headers, "content-type": "application/json" },
      });
      expect([target, answer.status]).toEqual([target, status]);
    }
  });

  test("a method that a path does not have is named as such, with those it has", async () => {
    const answer = await api.call("acme", path, { method: "DELETE", token });
    expect([answer.status, answer.headers.allow]).toEqual([405, "GET, HEAD, POST"]);
    expect((await api.call("acme", "/api/v1/nothing", { token })).status).toBe(404);
    expect((await api.call("acme", path, { method: "HEAD", token })).status).toBe(200);
  });
});

const shape = ({ status, text, headers }: Awaited<ReturnType<TestApi["call"]>>) => ({
  status,
  text: text.replace(/"instance":"[^"]+"/, ""),
  headers: Object.keys(headers).sort(),
});

test("a request that the process before this one may have taken is not taken again", async () => {
  const startedAt = now() + 0.7;
  const { platform, edgeKeys } = api;
  const { server } = createServer({ platform, modules: [], edgeKeys, startedAt });
  const port = await listen(server, "127.0.0.1", 0);
  const client = createEdgeClient({
    port: () => port,
    region: here,
    baseHost: `${here}.sample.example`,
    key: edgeKeys[0],
  });
  const at = async (time: number) => (await client.call("acme", path, { token }, { time })).status;
  try {
    expect([await at(now() - 20), await at(Math.floor(startedAt)), await at(Math.ceil(startedAt))]).toEqual([
      503, 503, 404,
    ]);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
