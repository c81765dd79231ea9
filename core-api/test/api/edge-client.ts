import { randomUUID } from "node:crypto";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { request as requestTls } from "node:https";
import { headers as names } from "@bailiwick/contract/names";
import { importEdgeKey, noTenant, noUser, sign, unsignedDigest } from "@bailiwick/contract/signature";

export interface EdgeSecret {
  readonly id: string;
  readonly secret: Uint8Array<ArrayBuffer>;
}

export interface Call {
  readonly method?: string;
  readonly token?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is instead. */
  readonly raw?: string | Buffer;
  /** Without a length, as an edge streams it. */
  readonly chunked?: boolean;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly address?: string;
}

/** What an attacker may change between signing and sending, or sign himself. */
export interface Tampering {
  readonly key?: EdgeSecret;
  readonly time?: number;
  readonly requestId?: string;
  readonly region?: string;
  readonly host?: string;
  readonly tenant?: string;
  /** Applied to the headers after they were signed; `undefined` removes one. */
  readonly after?: Readonly<Record<string, string | undefined>>;
  readonly sentPath?: string;
  readonly sentMethod?: string;
}

/** Members of answers that tests look at; the rest is unknown to the compiler, not to the tests. */
export interface AnswerBody {
  readonly [name: string]: unknown;
  readonly id?: string;
  readonly token?: string;
  readonly action?: string;
  readonly version?: number;
  readonly items?: readonly AnswerBody[];
  readonly nextCursor?: string | null;
  readonly target?: { readonly id: string | null };
  readonly violations?: readonly { readonly path: string; readonly message: string }[];
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Empty where the body is no JSON object. */
  readonly json: AnswerBody;
}

export interface EdgeClientOptions {
  readonly port: () => number;
  readonly region: string;
  /** Host of the region's base URL. */
  readonly baseHost: string;
  readonly key: EdgeSecret;
  /** Speaks HTTPS, to a server that must prove this name. */
  readonly tls?: TlsTrust;
}

export interface TlsTrust {
  readonly ca: string;
  readonly servername: string;
}

export interface EdgeClient {
  /** Calls the core API as this region's edge would; `slug` `null` for a route without a tenant. */
  call(slug: string | null, path: string, call?: Call, tampering?: Tampering): Promise<Answer>;
}

/** Stands in for the edge: signs with the contract's own function and speaks HTTP over a real socket. */
export const createEdgeClient = ({ port, region, baseHost, key, tls }: EdgeClientOptions): EdgeClient => ({
  async call(slug, path, call = {}, tampering = {}) {
    const method = call.method ?? "GET";
    const host = tampering.host ?? (slug === null ? baseHost : `${slug}.${baseHost}`);
    const signed = {
      time: tampering.time ?? Math.floor(Date.now() / 1000),
      method,
      target: path,
      host,
      tenant: tampering.tenant ?? slug ?? noTenant,
      region: tampering.region ?? region,
      requestId: tampering.requestId ?? randomUUID(),
      clientAddress: call.address ?? "198.51.100.7",
      user: noUser,
      digest: unsignedDigest,
    };
    const used = tampering.key ?? key;
    const body = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
    const fields: Record<string, string | undefined> = {
      host,
      "user-agent": "test/1",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(body === undefined || call.chunked === true ? {} : { "content-length": String(Buffer.byteLength(body)) }),
      ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
      ...call.headers,
      [names.requestId]: signed.requestId,
      [names.tenant]: signed.tenant,
      [names.region]: signed.region,
      [names.clientAddress]: signed.clientAddress,
      [names.edgeKey]: used.id,
      [names.edgeTime]: String(signed.time),
      [names.edgeSignature]: await sign(signed, await importEdgeKey(used.id, used.secret)),
      ...tampering.after,
    };
    const sent = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    return send(port(), tampering.sentMethod ?? method, tampering.sentPath ?? path, sent, body, tls);
  },
});

/** One request as it is, signed or not. */
export const send = (
  port: number,
  method: string,
  path: string,
  fields: Readonly<Record<string, string | undefined>>,
  body?: string | Buffer,
  tls?: TlsTrust,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, method, path, headers: fields };
    const answered = (response: IncomingMessage): void => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) });
      });
    };
    const sent = tls === undefined ? request(options, answered) : requestTls({ ...options, ...tls }, answered);
    sent.on("error", reject);
    sent.end(body);
  });

const parse = (text: string): AnswerBody => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};
