import { Duplex } from "node:stream";

/** Bytes of a CancelRequest (PostgreSQL protocol, section 54.2.7), which no other first message is as short as. */
export const cancelRequestBytes = 16;

/**
 * What the driver is given in place of a connection that could not be made. It forgets the connection for which it was given
 * none, but takes an error of one: this fails with `cause` on the first message. Where that is the request to cancel a
 * statement, which nobody waits for, the error would end the process: this only closes.
 */
export const refusedSocket = (cause: unknown): Duplex => {
  const reason = cause instanceof Error ? cause : new Error(String(cause));
  const socket = new Duplex({
    read: () => undefined,
    write(chunk: Uint8Array, _encoding, done) {
      if (chunk.length > cancelRequestBytes) return done(reason);
      done();
      socket.destroy();
    },
  });
  return socket;
};
