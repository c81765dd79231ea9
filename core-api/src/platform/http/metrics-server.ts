import { createServer, type Server } from "node:http";
import type { Metrics } from "../metrics.ts";

/** Answers `/metrics` for a process that serves nothing else. Not listening yet. */
export const createMetricsServer = ({ render }: Pick<Metrics, "render">): Server =>
  createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    render().then(
      ({ text, contentType }) => response.writeHead(200, { "content-type": contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
