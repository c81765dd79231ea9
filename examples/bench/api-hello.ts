import { fileURLToPath } from "node:url";
import { startApiRegion } from "./api-region.ts";
import { httpContender } from "./http-contender.ts";
import { compare } from "./paired.ts";
import { freePort } from "./ports.ts";
import { startSubject } from "./process.ts";
import type { Suite } from "./suite.ts";

/**
 * The price of the core API before it does anything: signature, replay memory, host, region, tenant, body budget, log and
 * metrics around a constant answer, against `node:http` and fastify that look at nothing.
 */
export const apiHello: Suite = {
  name: "api-hello",
  async run({ rounds, sliceSeconds }, note) {
    const region = await startApiRegion(1);
    const load = { connections: 32, seconds: sliceSeconds, status: 200 };
    const plain = Buffer.from("GET /hello HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n\r\n");
    const stops: (() => Promise<void>)[] = [() => region.stop()];
    const peer = async (name: string, file: string) => {
      const port = await freePort();
      const script = fileURLToPath(new URL(`subjects/${file}`, import.meta.url));
      const subject = await startSubject(process.execPath, [script], port, { PORT: String(port) });
      stops.push(() => subject.stop());
      return httpContender({ ...load, name, port, subject, next: () => plain });
    };
    try {
      const node = await peer("node:http, constant answer", "node-http.ts");
      const fastify = await peer("fastify, bare", "fastify.ts");
      const next = () => region.request("/api/v1/bench/hello");
      const { port, subject } = region;
      const ours = httpContender({ ...load, name: "hello through the whole chain", port, subject, next });
      const promise = "the whole chain costs little more than HTTP itself";
      const [limit] = await compare(node, [ours], rounds, note);
      const [pick] = await compare(fastify, [ours], rounds, note);
      if (limit === undefined || pick === undefined) throw new Error("nothing was compared");
      return [
        { id: "G11", promise, comparison: limit, bound: { atLeast: 0.7 } },
        { id: "G11", promise, comparison: pick, bound: { atLeast: 1 } },
      ];
    } finally {
      for (const stop of stops.reverse()) await stop();
    }
  },
};
