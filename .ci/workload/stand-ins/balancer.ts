import {
  createServer as createPlain,
  type IncomingMessage,
  request as requestPlain,
  type ServerResponse,
} from "node:http";
import { createServer, request } from "node:https";
import type { Certificate } from "../../../core-api/src/platform/certificates/index.ts";

export interface Balancer {
  stop(): Promise<void>;
}

export interface BalancerOptions {
  readonly address: string;
  /** For the names of the region's host. */
  readonly certificate: Certificate;
  /** Least version of TLS, as the graph's listener has it. */
  readonly minVersion: "TLSv1.2" | "TLSv1.3";
  /** The edge's task as it is now, which a later one replaces. */
  readonly target: () => string;
}

/** Those of ALB's policies of TLS 1.3 and 1.2 with `Res` in their name. */
const ciphers = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ECDHE+AESGCM";

/**
 * The load balancer in front of the edge: ends TLS on 443, asks the target on 8443 with TLS of its own, whose certificate it
 * does not verify, and hands port 80 to the target's 8080. It adds the client's address, as ALB does.
 */
export const startBalancer = async ({
  address,
  certificate,
  minVersion,
  target,
}: BalancerOptions): Promise<Balancer> => {
  const relay = (secure: boolean) => (asked: IncomingMessage, answer: ServerResponse) => {
    const options = {
      host: target(),
      port: secure ? 8443 : 8080,
      method: asked.method,
      path: asked.url,
      headers: { ...asked.headers, "x-forwarded-for": asked.socket.remoteAddress },
    };
    const sent = secure ? request({ ...options, rejectUnauthorized: false }) : requestPlain(options);
    sent.on("error", () => {
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(502).end();
    });
    sent.on("response", (found) => {
      answer.writeHead(found.statusCode ?? 502, found.headers);
      found.pipe(answer);
    });
    asked.pipe(sent);
  };
  const { certificate: cert, privateKey: key } = certificate;
  const tls = { cert, key, minVersion, ciphers } as const;
  const servers = [createServer(tls, relay(true)), createPlain(relay(false))];
  for (const [index, server] of servers.entries()) {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(index === 0 ? 443 : 80, address, resolve);
    });
  }
  return {
    async stop() {
      for (const server of servers) {
        await new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        });
      }
    },
  };
};
