import { createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";

export interface Translator {
  readonly port: number;
  stop(): Promise<void>;
}

export interface TranslatorOptions {
  /** Where to listen. */
  readonly address: string;
  /** Port of loopback where the one listens who knows the other names. */
  readonly to: number;
  /** Names that the tasks were given, and what the other side calls the same things. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Stands before moto, which makes up ARNs of its own: tasks ask it for those that the graph has. Bodies that are not JSON, which
 * is what blobs are, pass as they are.
 */
export const startTranslator = async ({ address, to, names }: TranslatorOptions): Promise<Translator> => {
  const there = [...names];
  const back = there.map(([ours, theirs]) => [theirs, ours] as const);
  const server = createServer(async (asked, answer) => {
    const body = translated(await bodyOf(asked), asked.headers, there);
    const sent = request({
      host: "127.0.0.1",
      port: to,
      method: asked.method,
      path: replaced(asked.url ?? "/", there),
      headers: headersOf(asked.headers, body, there),
    });
    sent.on("error", () => answer.destroy());
    sent.on("response", async (found) => {
      // Moto calls its answers text, so the question says what they are.
      const text = translated(await bodyOf(found), asked.headers, back);
      const head = headersOf(found.headers, asked.method === "HEAD" ? undefined : text, back);
      answer.writeHead(found.statusCode ?? 502, head).end(text);
    });
    sent.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

type Pairs = readonly (readonly [string, string])[];

const replaced = (text: string, pairs: Pairs): string =>
  pairs.reduce((changed, [from, to]) => changed.replaceAll(from, to), text);

const translated = (body: Buffer, headers: IncomingHttpHeaders, pairs: Pairs): Buffer =>
  /json/.test(headers["content-type"] ?? "") ? Buffer.from(replaced(body.toString(), pairs)) : body;

const headersOf = (headers: IncomingHttpHeaders, body: Buffer | undefined, pairs: Pairs): IncomingHttpHeaders => {
  const { "transfer-encoding": _, ...kept } = headers;
  const changed = Object.entries(kept).map(([name, value]) => [
    name,
    typeof value === "string" ? replaced(value, pairs) : value,
  ]);
  const length = body === undefined ? {} : { "content-length": `${body.length}` };
  return { ...Object.fromEntries(changed), ...length };
};

const bodyOf = async (message: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part);
  return Buffer.concat(parts);
};
