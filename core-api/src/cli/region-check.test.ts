import { createServer, type Server } from "node:https";
import {
  buildPinMap,
  decodePinPublicKey,
  generatePinKeyPair,
  importPinPrivateKey,
  signPinMap,
} from "@bailiwick/contract/pins";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeAuthority, makeLeaf } from "../platform/certificates/make.ts";
import { checkRegion } from "./region-check.ts";

interface Door {
  health: number;
  hsts: string | undefined;
  regions: unknown;
  pins: Uint8Array | undefined;
}

let server: Server;
let url: string;
let authority: string;
let good: Door;
let expired: Uint8Array;
let door: Door;

beforeAll(async () => {
  const made = await makeAuthority({ commonName: "Test", days: 1, domains: ["localhost"] });
  const leaf = await makeLeaf({ names: ["west.localhost"], days: 1, authority: made });
  authority = made.certificate;
  server = createServer({ cert: leaf.certificate, key: leaf.privateKey }, (asked, answer) => {
    if (door.hsts !== undefined) answer.setHeader("strict-transport-security", door.hsts);
    if (asked.url === "/health") answer.writeHead(door.health).end("{}");
    else if (asked.url === "/.well-known/regions") answer.end(JSON.stringify(door.regions));
    else if (asked.url === "/.well-known/pins" && door.pins !== undefined) answer.end(door.pins);
    else answer.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `https://west.localhost:${typeof address === "object" ? address?.port : ""}`;
  const { publicKey, privateKey } = await generatePinKeyPair();
  const now = Math.floor(Date.now() / 1000);
  const map = async (issuedAt: number, notAfter: number) =>
    signPinMap(
      await buildPinMap(
        { region: "west", regions: ["west"], epoch: 7, issuedAt, notAfter, records: [] },
        new Uint8Array(32),
      ),
      await importPinPrivateKey(privateKey),
      decodePinPublicKey(publicKey),
    );
  expired = await map(now - 200, now - 100);
  good = {
    health: 200,
    hsts: "max-age=31536000",
    regions: {
      product: "flow",
      globalUrl: "https://localhost",
      regions: [{ id: "west", jurisdiction: "eu", baseUrl: url, pinKeys: [publicKey] }],
    },
    pins: await map(now, now + 3600),
  };
});
beforeEach(() => {
  door = { ...good };
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const failed = async (changes: Partial<Door>): Promise<readonly string[]> => {
  Object.assign(door, changes);
  return (await checkRegion({ url, authority })).filter(({ ok }) => !ok).map(({ check }) => check);
};

test("a region in order passes every check", async () => {
  expect(await checkRegion({ url, authority })).toEqual([
    { check: "health", ok: true, detail: "ready" },
    { check: "transport", ok: true, detail: "max-age=31536000" },
    { check: "regions", ok: true, detail: "west" },
    { check: "pins", ok: true, detail: expect.stringMatching(/^epoch 7, until /) },
  ]);
});

test("each thing that is not as it must be is told by itself", async () => {
  expect(await failed({ health: 503 })).toEqual(["health"]);
  expect(await failed({ ...good, hsts: undefined })).toEqual(["transport"]);
  expect(await failed({ ...good, regions: { product: "flow" } })).toEqual(["regions", "pins"]);
  expect(await failed({ ...good, pins: expired })).toEqual(["pins"]);
  expect(await failed({ ...good, pins: undefined })).toEqual(["pins"]);
  const tampered = good.pins?.slice() ?? new Uint8Array();
  tampered[tampered.length - 1] = (tampered.at(-1) ?? 0) ^ 1;
  expect(await failed({ ...good, pins: tampered })).toEqual(["pins"]);
});

test("a door that does not open, or is somebody else's, fails every check", async () => {
  const details = (await checkRegion({ url: "https://localhost:1" })).map(({ ok, detail }) => [ok, detail]);
  expect(details[0]).toEqual([false, expect.stringContaining("ECONNREFUSED")]);
  expect((await checkRegion({ url })).every(({ ok }) => !ok)).toBe(true);
});
