import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { drive } from "./load.ts";

let server: Server | undefined;
afterEach(() => server?.close());

const serve = async (status: number, body: string, chunked: boolean): Promise<number> => {
  const started = createServer((_, response) => {
    if (chunked) {
      response.writeHead(status).write(body);
      response.end();
    } else response.writeHead(status, { "content-length": body.length }).end(body);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return (started.address() as AddressInfo).port;
};

const request = Buffer.from("GET / HTTP/1.1\r\nhost: x\r\n\r\n");

test.each([false, true])("counts whole answers over kept connections (chunked: %s)", async (chunked) => {
  const port = await serve(200, "x".repeat(70_000), chunked);
  const result = await drive({ port, connections: 4, seconds: 0.2, next: () => request, status: 200 });
  expect(result.requests).toBeGreaterThan(4);
  expect(result.p99Millis).toBeGreaterThanOrEqual(result.p50Millis);
});

test("an answer with another status fails the run", async () => {
  const port = await serve(503, "busy", false);
  await expect(drive({ port, connections: 1, seconds: 0.2, next: () => request, status: 200 })).rejects.toThrow("503");
});
