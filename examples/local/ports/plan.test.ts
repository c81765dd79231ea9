import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { explain, LocalFailure } from "../failure.ts";
import { commandsFor } from "../output/command-line.ts";
import { isFree, nextFree } from "./free.ts";
import { createPortHolds } from "./hold.ts";
import { portOwner } from "./owner.ts";
import { planPorts, portsMoved } from "./plan.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const occupy = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    servers.push(server);
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });

const regions = ["eastus", "westeurope"];
const plan = async (options: Partial<Parameters<typeof planPorts>[0]> = {}) => {
  const said: string[] = [];
  const holds = createPortHolds();
  try {
    const ports = await planPorts({ regions, take: holds.take, say: (sentence) => said.push(sentence), ...options });
    return { ports, said };
  } finally {
    await holds.releaseAll();
  }
};
const allOf = ({ global, regions: own }: Awaited<ReturnType<typeof planPorts>>): number[] =>
  [global, ...Object.values(own)].flatMap((ports) => Object.values(ports));

test("every service has a port of its own that is free", async () => {
  const { ports } = await plan();
  const all = allOf(ports);
  expect(new Set(all).size).toBe(2 + 2 * 5);
  for (const port of all) expect(await isFree(port)).toBe(true);
});

test("a remembered port is kept, and one that was taken in the meantime is replaced, said and owned by nobody else", async () => {
  const { ports: before } = await plan();
  expect((await plan({ remembered: before })).ports).toEqual(before);

  const taken = await occupy(before.regions.eastus?.https ?? 0);
  const { ports, said } = await plan({ remembered: before });
  expect(ports.regions.eastus?.https).not.toBe(taken);
  expect(said.join("\n")).toContain(`Port ${taken} is taken by process ${process.pid}`);
  expect(new Set(allOf(ports)).size).toBe(12);
});

test("ports that were asked for are those or a failure that names who has them", async () => {
  const base = await nextFree(20_000);
  const { ports } = await plan({ asked: base });
  expect([ports.global.https, ports.regions.eastus?.https, ports.regions.westeurope?.https]).toEqual([
    base,
    base + 1,
    base + 2,
  ]);

  await occupy(base + 1);
  const refused = await plan({ asked: base }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(LocalFailure);
  expect(explain(refused)?.about({ name: "second" })).toMatchObject({
    code: "port-taken",
    exitCode: 2,
    suggestion: expect.stringContaining("npm start -- --name second --port <number>"),
  });
  expect(String(refused)).toContain(`Port ${base + 1} for eastus-edge is taken by process ${process.pid}`);
});

test("ports that were asked for bring all others back to where they are expected", async () => {
  const { ports } = await plan();
  const moved = (at: number): number => at + 100;
  const remembered = {
    global: { https: moved(ports.global.https), http: moved(ports.global.http) },
    regions: Object.fromEntries(
      Object.entries(ports.regions).map(([id, { https, http, api, postgres, blobs }]) => [
        id,
        { https: moved(https), http: moved(http), api: moved(api), postgres: moved(postgres), blobs: moved(blobs) },
      ]),
    ),
  };
  expect((await plan({ remembered, asked: ports.global.https })).ports).toEqual(ports);
});

test("ports that are not the usual ones are said, each time, with the way back", () => {
  const region = (at: number) => ({
    https: 8444 + at,
    http: 8081 + at,
    api: 9081 + at,
    postgres: 5441 + at,
    blobs: 10_081 + at,
  });
  const usual = { global: { https: 8443, http: 8080 }, regions: { eastus: region(0), westeurope: region(1) } };
  const command = commandsFor({ name: "second" });
  expect(portsMoved(usual, command)).toBeUndefined();
  const moved = { ...usual, regions: { ...usual.regions, eastus: { ...region(0), https: 8446, api: 9090 } } };
  expect(portsMoved(moved, command)).toBe(
    "Ports are not the usual ones: eastus 8446 for 8444, eastus api 9090 for 9081. Back to those, when they are free: npm start -- --name second --port 8443",
  );
});

test("the owner of a port is found, and nobody where nobody listens", async () => {
  const port = await occupy(0);
  expect(await portOwner(port)).toMatchObject({ pid: process.pid });
  expect(await portOwner(await nextFree(30_000))).toBeUndefined();
});

test("two platforms that start at once choose different ports", async () => {
  const holds = [createPortHolds(), createPortHolds()];
  const plans = await Promise.all(holds.map(({ take }) => planPorts({ regions, take, say: () => undefined })));
  expect(new Set(plans.flatMap(allOf)).size).toBe(24);
  for (const { releaseAll } of holds) await releaseAll();
  for (const port of plans.flatMap(allOf)) expect(await isFree(port)).toBe(true);
});

test("a held port is nobody else's until it is released", async () => {
  const { take, release } = createPortHolds();
  const port = await nextFree(31_000, take);
  expect(await isFree(port)).toBe(false);
  await release(port);
  expect(await isFree(port)).toBe(true);
  await release(port);
});
