import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createCheckClient } from "./client.ts";

test("an answer that drips is given up", async () => {
  const server = createServer((_, response) => {
    const drip = setInterval(() => response.write("."), 20);
    response.once("close", () => clearInterval(drip));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const client = createCheckClient({ authority: undefined, localAddress: undefined }, 300);
  await expect(client.ask(`http://127.0.0.1:${port}/`)).rejects.toThrow("no whole answer within 0.3 s");
});
