import type { Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type RefusingServer, startRefusingServer } from "../../../test/refusing-server.ts";
import { openClient } from "./client.ts";
import { ConnectionLost } from "./errors.ts";

let server: RefusingServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const closesAfterTheFirstMessage = (socket: Socket): void => void socket.once("data", () => socket.end());
const client = ({ url }: RefusingServer, max: number) =>
  openClient({ url, database: "x", user: "x", password: "the password", max });

test.each([1, 10])("a server that accepts and closes is asked once by one query of %d connections", async (max) => {
  server = await startRefusingServer(closesAfterTheFirstMessage);
  const sql = client(server, max);
  const error = await sql`select 1`.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConnectionLost);
  expect(String(error)).toContain(`127.0.0.1:${server.port} closed the connection before it was ready`);
  expect(server.asked()).toBe(1);
  await sql.end({ timeout: 1 });
});

test("the same with TLS, and with a sign of life before it", async () => {
  for (const [suffix, treat] of [
    ["?sslmode=verify-full", closesAfterTheFirstMessage],
    // NoticeResponse, of six bytes.
    ["", (socket: Socket) => void socket.once("data", () => socket.end(Buffer.from("N\0\0\0\x06x\0", "latin1")))],
  ] as const) {
    server = await startRefusingServer(treat);
    const sql = client({ ...server, url: server.url + suffix }, 1);
    await expect(sql`select 1`).rejects.toThrow(/closed the connection before it was (ready|encrypted)/);
    expect(server.asked()).toBe(1);
    await sql.end({ timeout: 1 });
    await server.stop();
  }
});

test("many queries of many clients are all refused soon, and the password is sent a few times", async () => {
  let passwords = 0;
  const asksForThePassword = (socket: Socket): void => {
    socket.once("data", () => {
      socket.write(Buffer.from("R\0\0\0\x08\0\0\0\x03", "latin1")); // AuthenticationCleartextPassword
      socket.once("data", (answer) => {
        if (String(answer).includes("the password")) passwords += 1;
        socket.end();
      });
    });
  };
  const refusing = await startRefusingServer(asksForThePassword);
  server = refusing;
  const began = performance.now();
  const clients = Array.from({ length: 20 }, () => client(refusing, 2));
  const ask = async (): Promise<void> => {
    const all = await Promise.allSettled(clients.flatMap((sql) => [sql`select 1`, sql`select 2`]));
    expect(all.every(({ status }) => status === "rejected")).toBe(true);
  };
  for (let round = 0; round < 10; round += 1) await ask();
  expect(performance.now() - began).toBeLessThan(5_000);
  // All that began before the first one had failed, then one a round.
  expect(refusing.asked()).toBeLessThanOrEqual(40 + 10);
  expect(passwords).toBeGreaterThan(0);
  expect(passwords).toBeLessThanOrEqual(refusing.asked());
  await Promise.all(clients.map((sql) => sql.end({ timeout: 1 })));
});
