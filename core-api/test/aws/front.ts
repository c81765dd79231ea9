import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One call as it came in. */
export interface FrontCall {
  /** `TrentService.Decrypt` and the like; empty for S3. */
  readonly target: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/**
 * An answer in place of the service's. `hang`: none; `reset`: the connection ends; `stall`: the head and half of a body;
 * `drip`: the head and a byte at a time without an end; `lose`: the service's answer does not arrive. `ask`: the service is asked for another path.
 */
export type FrontAnswer =
  | "pass"
  | "hang"
  | "reset"
  | "stall"
  | "drip"
  | "lose"
  | { readonly ask: string }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string };

export interface Front {
  readonly endpoint: string;
  /** Every call since the front stands, or since `forget`. */
  readonly calls: FrontCall[];
  /** Decides about each call from now on. @default pass */
  answer: (call: FrontCall) => FrontAnswer;
  stop(): Promise<void>;
}

/** Stands before an AWS service and answers in its place where a test says so: what no stand-in can be made to do. */
export const startFront = async (behind: string): Promise<Front> => {
  const calls: FrontCall[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      const { headers, method = "GET", url: path = "/" } = incoming;
      const call = { target: String(headers["x-amz-target"] ?? ""), method, path, headers, body: body.toString() };
      calls.push(call);
      give(front.answer(call), { incoming, outgoing, body, behind });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port }: Pick<AddressInfo, "port"> = addressOf(server.address());
  const front: Front = {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    answer: () => "pass",
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return front;
};

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly body: Buffer;
  readonly behind: string;
}

const give = (answer: FrontAnswer, { incoming, outgoing, body, behind }: Exchange): void => {
  if (answer === "hang") return;
  if (answer === "reset") {
    incoming.socket.destroy();
    return;
  }
  if (answer === "stall") {
    outgoing.writeHead(200, { "content-length": "1000" });
    outgoing.write("half of it");
    return;
  }
  if (answer === "drip") {
    outgoing.writeHead(200, { "content-length": "100000" });
    const dripping = setInterval(() => outgoing.write("."), 50);
    outgoing.once("close", () => clearInterval(dripping));
    return;
  }
  if (typeof answer === "object" && "status" in answer) {
    outgoing.writeHead(answer.status, answer.headers ?? {});
    outgoing.end(answer.body);
    return;
  }
  const forwarded = request(
    `${behind}${typeof answer === "object" ? answer.ask : incoming.url}`,
    { method: incoming.method ?? "GET", headers: incoming.headers },
    (response) => {
      if (answer === "lose") {
        response.resume().once("end", () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    },
  );
  forwarded.on("error", () => incoming.socket.destroy());
  forwarded.end(body);
};

const addressOf = (address: string | AddressInfo | null): AddressInfo => {
  if (typeof address === "object" && address !== null) return address;
  throw new Error("the front listens nowhere");
};

/** An error of the services that speak JSON (KMS, Secrets Manager), as they document it. */
export const jsonError = (status: number, type: string, message = ""): FrontAnswer => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify({ __type: type, message }),
});

/** An error of S3, as it documents it. */
export const xmlError = (status: number, code: string): FrontAnswer => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});
