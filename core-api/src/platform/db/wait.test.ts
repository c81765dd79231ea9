import { expect, test } from "vitest";
import { startRefusingServer } from "../../../test/refusing-server.ts";
import { StartFailure } from "../start-failure.ts";
import { openClient } from "./client.ts";
import { waitForDatabase } from "./wait.ts";

const failureOf = (...options: Parameters<typeof waitForDatabase>): Promise<unknown> =>
  waitForDatabase(...options).catch((thrown: unknown) => thrown);

test("a server that accepts and closes is waited for as long as it was said, and no longer", async () => {
  const server = await startRefusingServer((socket) => void socket.once("data", () => socket.destroy()));
  const sql = openClient({ url: server.url, database: "x", user: "x", password: "x", max: 1 });
  const began = performance.now();
  const error = await failureOf({ attempt: () => sql`select 1`, url: server.url, seconds: 2 });
  expect(error).toBeInstanceOf(StartFailure);
  expect(String(error)).toMatch(/cannot be used after 2 seconds: .*(closed the connection|ECONNRESET)/);
  expect(performance.now() - began).toBeLessThan(3_500);
  expect(server.asked()).toBeLessThan(20);
  await sql.end({ timeout: 1 });
  await server.stop();
});

test("an attempt without an answer is given up at the end, save for one that is to be seen through", async () => {
  const url = "postgres://db.example";
  const silent = (): Promise<void> => new Promise(() => undefined);
  expect(String(await failureOf({ attempt: silent, url, seconds: 0.5 }))).toBe(
    "StartFailure: The database at db.example cannot be used after 0.5 seconds: it does not answer.",
  );
  const slow = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_300));
  expect(await failureOf({ attempt: slow, url, seconds: 0.5, seesThrough: true })).toBeUndefined();
});
