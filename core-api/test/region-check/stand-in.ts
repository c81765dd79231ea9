import { once } from "node:events";
import { createServer as createPlainServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { TlsOptions } from "node:tls";
import {
  buildPinMap,
  decodePinPublicKey,
  generatePinKeyPair,
  importPinPrivateKey,
  signPinMap,
} from "@bailiwick/contract/pins";
import { makeAuthority, makeLeaf } from "../../src/platform/certificates/make.ts";
import type { CheckTarget } from "../../src/region-check/index.ts";
import { createApi } from "./api.ts";
import { type Asked, type Given, withFields } from "./given.ts";

export interface StandInFault {
  /** What the server's TLS is made with instead. */
  readonly tls?: TlsOptions;
  /** Names and days of its certificate. */
  readonly leaf?: { readonly names?: readonly string[]; readonly days?: number };
  /** Changes an answer. */
  readonly answer?: (given: Given, asked: Asked) => Given;
  /** Seconds ago at which the pin map was issued, and after which it ends; or its bytes, changed. */
  readonly pins?: { readonly age?: number; readonly lifetime?: number; readonly change?: (bytes: Uint8Array) => void };
  /** How long sign-ins are refused, in milliseconds. @default 1000 */
  readonly refusedMs?: number;
  /** True when changes leave no record. */
  readonly unrecorded?: boolean;
}

export interface StandIn {
  readonly target: CheckTarget;
  /** Public pin key. */
  readonly pinKey: string;
  /** Everything it was asked. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** Node's own list has some with CBC. */
const strongCiphers = "TLS_AES_128_GCM_SHA256:ECDHE-ECDSA-AES128-GCM-SHA256";
const password = "correct horse battery staple";

/**
 * Two regions, west with tenant acme and east with tenant globex, as a client sees them: by one server, which is right in
 * everything but its one fault.
 */
export const startStandIn = async (fault: StandInFault = {}): Promise<StandIn> => {
  const authority = await makeAuthority({ commonName: "Stand-in", days: 30, domains: ["localhost"] });
  const { names = ["west", "east"].flatMap((id) => [`${id}.localhost`, `*.${id}.localhost`]), days = 20 } =
    fault.leaf ?? {};
  const leaf = await makeLeaf({ names: [...names], days, authority });
  const keys = await generatePinKeyPair();
  const pins = await signedMap(keys, fault.pins);
  const asked: Asked[] = [];
  let port = 0;

  const listener =
    (secure: boolean): RequestListener =>
    async (request, response) => {
      const one = await askedOf(request, secure);
      asked.push(one);
      const given = withFields(one, api(one));
      const { status, fields, body } = fault.answer?.(given, one) ?? given;
      response.writeHead(status, fields.flat()).end(body);
    };
  const secure = createSecureServer(
    { cert: leaf.certificate, key: leaf.privateKey, ciphers: strongCiphers, ...fault.tls },
    listener(true),
  );
  const plain = createPlainServer(listener(false));
  port = await listening(secure);
  const httpPort = await listening(plain);
  const { refusedMs, unrecorded } = fault;
  const api = createApi({ port, pins, pinKey: keys.publicKey, password, refusedMs, unrecorded });
  return {
    pinKey: keys.publicKey,
    asked,
    target: {
      url: `https://west.localhost:${port}`,
      authority: authority.certificate,
      tlsMinimum: "1.2",
      httpPort,
      tenant: "acme",
      elsewhere: "globex",
      peer: `https://east.localhost:${port}`,
      account: { email: "ana@acme.test", password },
      pinsMaxAgeSeconds: 3600,
      signInAttempts: 8,
    },
    async close() {
      for (const server of [secure, plain]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
};

const signedMap = async (
  { publicKey, privateKey }: { readonly publicKey: string; readonly privateKey: string },
  { age = 60, lifetime = 86_400, change }: NonNullable<StandInFault["pins"]> = {},
): Promise<Uint8Array> => {
  const issuedAt = Math.floor(Date.now() / 1000) - age;
  const content = { region: "west", regions: ["west"], epoch: 7, issuedAt, notAfter: issuedAt + lifetime, records: [] };
  const body = await buildPinMap(content, new Uint8Array(32));
  const bytes = await signPinMap(body, await importPinPrivateKey(privateKey), decodePinPublicKey(publicKey));
  change?.(bytes);
  return bytes;
};

const askedOf = async (request: IncomingMessage, secure: boolean): Promise<Asked> => {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  const { host = "", authorization } = request.headers;
  const [name = ""] = host.split(":");
  const labels = name.split(".");
  return {
    secure,
    name,
    region: labels.at(-2) ?? "",
    slug: labels.length === 3 ? labels[0] : undefined,
    method: request.method ?? "",
    target: request.url ?? "",
    path: (request.url ?? "").replace(/\?.*/, ""),
    authorization,
    body,
  };
};

const listening = async (server: Server): Promise<number> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};
