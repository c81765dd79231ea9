import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { startRefusingServer } from "../../../test/refusing-server.ts";
import { createDial } from "./dial.ts";

const startup = Buffer.alloc(40);
const cancelRequest = Buffer.alloc(16);

test("a server that says nothing has one deadline for all of it", async () => {
  const server = await startRefusingServer(() => undefined);
  for (const secure of [false, true]) {
    const dial = createDial({ host: "127.0.0.1", port: server.port, secure, deadlineMilliseconds: 200 });
    const socket = await dial.connect();
    socket.write(startup);
    const [error] = await once(socket, "error");
    expect(String(error)).toContain("was not ready within 0.2 seconds");
  }
  await server.stop();
});

test("a request to cancel never ends with an error that nobody takes", async () => {
  const server = await startRefusingServer((socket) => void socket.once("data", () => socket.end()));
  const there = createDial({ host: "127.0.0.1", port: server.port, secure: false });
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const address = free.address();
  await new Promise((resolve) => free.close(resolve));
  if (typeof address !== "object" || address === null) throw new TypeError("a server has an address");
  const away = createDial({ host: "127.0.0.1", port: address.port, secure: false });
  for (const dial of [there, away]) {
    const socket = await dial.connect();
    const errors: unknown[] = [];
    socket.on("error", (error) => errors.push(error));
    socket.write(cancelRequest);
    socket.resume();
    await once(socket, "close");
    expect(errors).toEqual([]);
  }
  await server.stop();
});

test("a dial that was closed gives up what is under way, and connects no more", async () => {
  const server = await startRefusingServer(() => undefined);
  const dial = createDial({ host: "127.0.0.1", port: server.port, secure: false });
  const begun = await dial.connect();
  begun.write(startup);
  const ended = once(begun, "error");
  dial.close();
  expect(String(await ended)).toContain("the client was closed");
  const refused = await dial.connect();
  refused.write(startup);
  expect(String(await once(refused, "error"))).toContain("the client was closed");
  expect(server.asked()).toBe(1);
  await server.stop();
});
