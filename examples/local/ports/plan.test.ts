import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { LocalFailure } from "../failure.ts";
import { isFree, nextFree } from "./free.ts";
import { createPortHolds } from "./hold.ts";
import { portOwner } from "./owner.ts";
import { planPorts } from "./plan.ts";

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
  expect(refused).toMatchObject({ code: "port-taken", exitCode: 2, suggestion: expect.stringContaining("--port") });
  expect(String(refused)).toContain(`Port ${base + 1} for the edge of eastus is taken by process ${process.pid}`);
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
