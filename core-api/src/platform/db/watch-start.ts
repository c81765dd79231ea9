import type { Socket } from "node:net";
import { ConnectionLost } from "./errors.ts";
import type { Turn } from "./outage.ts";
import { cancelRequestBytes } from "./refused-socket.ts";

export interface Start {
  readonly turn: Turn;
  /** Ends the connection with its reason. */
  readonly signal: AbortSignal;
  /** Told when nothing is left to look on at. */
  readonly end: () => void;
  /** What a close before the server was ready is called. */
  readonly unready: string;
  /** Whether this process gave the connection up. */
  readonly isOver: () => boolean;
}

const readyForQuery = 0x5a;
const errorResponse = 0x45;

/** Looks on until the server is ready, before the driver's own listeners; nothing of it stays on a connection in use. */
export const watchStart = (socket: Socket, { turn, signal, end, unready, isOver }: Start): void => {
  const isCancel = (): boolean => socket.bytesWritten === cancelRequestBytes;
  let unread = Buffer.alloc(0);
  let failure: unknown;
  const settle = (): void => {
    end();
    socket.off("data", read).off("error", failed).off("close", closed);
    signal.removeEventListener("abort", aborted);
  };
  const read = (chunk: Buffer): void => {
    unread = Buffer.concat([unread, chunk]);
    while (unread.length > 0) {
      const type = unread[0];
      if (type === readyForQuery || type === errorResponse) {
        turn.answered();
        // After an error it closes: until then the deadline stays.
        if (type === readyForQuery) settle();
        else socket.off("data", read);
        return;
      }
      if (unread.length < 5) return;
      const next = 1 + unread.readUInt32BE(1);
      if (unread.length < next) return;
      unread = unread.subarray(next);
    }
  };
  const failed = (error: unknown): void => {
    failure = error;
  };
  const closed = (): void => {
    settle();
    if (isOver()) turn.abandoned();
    // No more than that comes of it.
    else if (isCancel()) turn.answered();
    else {
      const reason = failure ?? new ConnectionLost(unready);
      if (failure === undefined) socket.emit("error", reason);
      turn.failed(reason);
    }
  };
  const aborted = (): void => void socket.destroy(isCancel() ? undefined : signal.reason);
  signal.addEventListener("abort", aborted);
  socket.on("data", read).on("error", failed).on("close", closed);
};
