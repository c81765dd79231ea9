import { type ConnectionOptions, connect, type PeerCertificate, type SecureVersion } from "node:tls";
import { loopbackLookup } from "../platform/pins/fetch-map.ts";
import type { CheckTarget } from "./target.ts";

const timeoutMs = 10_000;

/** How a handshake ended. */
export type Handshake =
  | {
      readonly agreed: true;
      readonly version: string;
      readonly cipher: string;
      /** What ALPN (RFC 7301) chose; `undefined` where the server does not take part. */
      readonly protocol: string | undefined;
      readonly certificate: PeerCertificate;
    }
  | { readonly agreed: false; readonly reason: string };

export interface HandshakeOptions {
  readonly versions?: { readonly min: SecureVersion; readonly max: SecureVersion };
  /** In OpenSSL's words. */
  readonly ciphers?: string;
  readonly protocols?: readonly string[];
  /** False where only the refusal matters, and the certificate has a check of its own. @default true */
  readonly verify?: boolean;
}

/**
 * Shakes hands with the host of an origin and hangs up. A server that does not want to answers with an alert or closes the
 * connection; rejects when it could not be asked: nobody listens, or nothing comes back.
 */
export const shakeHands = (
  { authority, localAddress }: Pick<CheckTarget, "authority" | "localAddress">,
  origin: string,
  { versions, ciphers, protocols, verify = true }: HandshakeOptions = {},
): Promise<Handshake> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const options: ConnectionOptions & { localAddress?: string } = {
      host: hostname,
      port: port === "" ? 443 : Number(port),
      servername: hostname,
      lookup: loopbackLookup,
      timeout: timeoutMs,
      rejectUnauthorized: verify,
      ...(authority === undefined ? {} : { ca: authority }),
      ...(localAddress === undefined ? {} : { localAddress }),
      ...(versions === undefined ? {} : { minVersion: versions.min, maxVersion: versions.max }),
      ...(ciphers === undefined ? {} : { ciphers }),
      ...(protocols === undefined ? {} : { ALPNProtocols: [...protocols] }),
    };
    let reached = false;
    const socket = connect(options, () => {
      const { alpnProtocol } = socket;
      resolve({
        agreed: true,
        version: socket.getProtocol() ?? "",
        cipher: socket.getCipher().name,
        protocol: typeof alpnProtocol === "string" ? alpnProtocol : undefined,
        certificate: socket.getPeerCertificate(),
      });
      socket.destroy();
    });
    socket.once("connect", () => {
      reached = true;
    });
    socket.once("timeout", () => socket.destroy(new Error(`no handshake within ${timeoutMs / 1000} s`)));
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (refusals.test(`${error.code} ${error.message}`) && reached) {
        return resolve({ agreed: false, reason: alertIn(error) });
      }
      reject(new Error(`${origin}: ${error.code ?? error.message}`));
    });
  });

/** The server's own words, and not a limit of this machine's OpenSSL: an alert, a version it will not go down to, a hang-up. */
const refusals = /ALERT|alert|UNSUPPORTED_PROTOCOL|ECONNRESET|EPIPE|CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/;

const alertIn = ({ code, message }: NodeJS.ErrnoException): string =>
  /alert ([a-z ]+)/.exec(message)?.[1]?.trim() ?? code ?? message;
