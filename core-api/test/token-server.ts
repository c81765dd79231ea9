import { createHash } from "node:crypto";
import { createSocket } from "node:dgram";

export interface TokenServer {
  /** The method of `pg_hba.conf` that asks it, where RDS has `pam`: the client sends its token in clear, inside TLS. */
  readonly method: string;
  readonly stop: () => Promise<void>;
}

const secret = "pam";

/** Says for Postgres which tokens are good, by RADIUS (RFC 2865), as RDS's PAM module does by asking IAM. */
export const startTokenServer = async (isGood: (user: string, token: string) => boolean): Promise<TokenServer> => {
  const socket = createSocket("udp4");
  socket.on("message", (request, { address, port }) => {
    const authenticator = request.subarray(4, 20);
    const attributes = readAttributes(request.subarray(20));
    const user = (attributes.get(1) ?? Buffer.of()).toString();
    const token = unhide(attributes.get(2) ?? Buffer.of(), authenticator);
    const head = Buffer.of(isGood(user, token) ? 2 : 3, request[1] ?? 0, 0, 20);
    const proof = createHash("md5").update(head).update(authenticator).update(secret).digest();
    socket.send(Buffer.concat([head, proof]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const { port } = socket.address();
  return {
    method: `radius radiusservers="127.0.0.1" radiusports="${port}" radiussecrets="${secret}"`,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
};

/** Values by type. */
const readAttributes = (bytes: Buffer): ReadonlyMap<number, Buffer> => {
  const found = new Map<number, Buffer>();
  for (let at = 0; at + 2 <= bytes.length; ) {
    const [type = 0, length = 2] = bytes.subarray(at, at + 2);
    found.set(type, bytes.subarray(at + 2, at + length));
    at += Math.max(length, 2);
  }
  return found;
};

/** RFC 2865 section 5.2. */
const unhide = (hidden: Buffer, authenticator: Buffer): string => {
  const clear = Buffer.alloc(hidden.length);
  let before = authenticator;
  for (let at = 0; at < hidden.length; at += 16) {
    const block = hidden.subarray(at, at + 16);
    const mask = createHash("md5").update(secret).update(before).digest();
    for (const [index, byte] of block.entries()) clear[at + index] = byte ^ (mask[index] ?? 0);
    before = block;
  }
  return clear.toString().replace(/\0+$/, "");
};
