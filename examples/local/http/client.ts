import { readFile } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { Agent, request as open } from "node:https";
import type { LookupFunction } from "node:net";

export interface ClientOptions {
  /** PEM of the authority to trust, and no other. */
  readonly ca: string;
  /** Loopback address to come from: limits count by address. @default any */
  readonly localAddress?: string | undefined;
  /** @default 15000 */
  readonly timeoutMs?: number;
}

export interface Call {
  /** @default GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; `undefined` when it is none. */
  readonly json: unknown;
}

export interface Client {
  call(url: string, call?: Call): Promise<Answer>;
  close(): void;
}

/** Every name leads to this machine: Node asks the system for `*.localhost`, which on most knows none. */
export const loopback: LookupFunction = (_host, options, callback) => {
  if (options.all === true) callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(null, "127.0.0.1", 4);
};

/** An HTTPS client for the hosts of the local platform. */
export const createClient = ({ ca, localAddress, timeoutMs = 15_000 }: ClientOptions): Client => {
  const agent = new Agent({ keepAlive: true, ca, lookup: loopback, localAddress, maxSockets: 8 });
  return {
    call: (url, { method = "GET", headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const content = body === undefined ? undefined : JSON.stringify(body);
        const type = content === undefined ? {} : { "content-type": "application/json" };
        const request = open(url, { method, agent, headers: { ...type, ...headers }, timeout: timeoutMs });
        request.once("timeout", () => request.destroy(new Error(`${url} did not answer in ${timeoutMs} ms`)));
        request.once("error", reject);
        request.once("response", (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
          });
          response.once("error", reject);
          response.once("end", () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) }),
          );
        });
        request.end(content);
      }),
    close: () => agent.destroy(),
  };
};

/** A client that trusts the authority in a file. */
export const clientFor = async (caFile: string, localAddress?: string): Promise<Client> =>
  createClient({ ca: await readFile(caFile, "utf8"), localAddress });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
