import type { Duplex } from "node:stream";
import { ConnectionLost } from "./errors.ts";
import { openSocket, type SocketOptions } from "./open-socket.ts";
import { type Turn, turnsAt } from "./outage.ts";
import { refusedSocket } from "./refused-socket.ts";
import { watchStart } from "./watch-start.ts";

/** Makes a client's connections. */
export interface Dial {
  /** A connection to give to the driver, or one that tells it why there is none. Never rejects. */
  connect(): Promise<Duplex>;
  /** Gives up what is under way, and makes no further one. */
  close(): void;
}

export interface DialOptions extends SocketOptions {
  /** From when a connection is begun until the server is ready for queries. @default 10_000 */
  readonly deadlineMilliseconds?: number;
}

/**
 * The driver (3.4.9) reconnects without a pause, and without an end, when the server closes a connection in order before it is
 * ready: the query waits for ever, and a server that can do nothing else is stormed. Here such a connection fails with an
 * error like any other, each has one deadline, and attempts are spaced while they fail.
 */
export const createDial = ({ deadlineMilliseconds = 10_000, ...server }: DialOptions): Dial => {
  const place = `the server at ${server.host}:${server.port}`;
  const turns = turnsAt(server);
  const attempts = new Set<AbortController>();
  let closed = false;

  const begin = () => {
    const attempt = new AbortController();
    const late = new ConnectionLost(`${place} was not ready within ${deadlineMilliseconds / 1000} seconds`);
    const timer = setTimeout(() => attempt.abort(late), deadlineMilliseconds);
    const end = (): void => {
      clearTimeout(timer);
      attempts.delete(attempt);
    };
    attempts.add(attempt);
    return { signal: attempt.signal, end };
  };

  const attemptOn = async (turn: Turn): Promise<Duplex> => {
    if (closed) return giveUp(turn);
    const { signal, end } = begin();
    try {
      const socket = await openSocket(server, signal);
      const unready = `${place} closed the connection before it was ready`;
      watchStart(socket, { turn, signal, end, unready, isOver: () => closed });
      return socket;
    } catch (error) {
      end();
      if (closed) return giveUp(turn);
      turn.failed(error);
      return refusedSocket(error);
    }
  };

  return {
    connect: () => turns.next().then(attemptOn, refusedSocket),
    close() {
      closed = true;
      for (const attempt of attempts) attempt.abort(ended());
    },
  };
};

const ended = (): ConnectionLost => new ConnectionLost("the client was closed");

const giveUp = (turn: Turn): Duplex => {
  turn.abandoned();
  return refusedSocket(ended());
};
