import { ConnectionLost } from "./errors.ts";

/** One attempt to connect to a server. Whoever has its turn says how it went, once; anything after that is not heard. */
export interface Turn {
  /** The server took the connection, or said itself why it does not. */
  answered(): void;
  failed(cause: unknown): void;
  /** Ended by this process: nothing is known. */
  abandoned(): void;
}

/** Whose turn it is to connect to one server. */
export interface Turns {
  /**
   * At once while the server answers. From its first failure on one attempt is made at a time, with pauses in between, and
   * whoever waits shares its outcome. Rejects with `ConnectionLost`, which names the cause: when that attempt failed, or in
   * the pauses of an outage that has lasted for longer than ten seconds.
   */
  next(): Promise<Turn>;
}

interface Outage {
  readonly since: number;
  failures: number;
  cause: unknown;
  nextAt: number;
  /** Present while one tries. */
  probe?: Probe | undefined;
}

/** Resolves with whether the attempt it stands for has failed. */
interface Probe {
  readonly failed: Promise<boolean>;
  readonly end: (failed: boolean) => void;
}

const patienceMs = 10_000;

/** A restart is over within seconds, and who waits for it wants to know at once; a longer outage is no better for being asked. */
const pauseMs = (failures: number, outageMs: number): number =>
  outageMs > patienceMs ? 1_000 : Math.min(failures * 20, 250);

const createTurns = (): Turns => {
  let outage: Outage | undefined;

  const turn = (probe: Probe | undefined): Turn => {
    const began = performance.now();
    let open = true;
    const end = (failed: boolean, act: () => void): void => {
      if (!open) return;
      open = false;
      act();
      if (probe === undefined) return;
      if (outage?.probe === probe) outage.probe = undefined;
      probe.end(failed);
    };
    return {
      answered: () =>
        end(false, () => {
          outage?.probe?.end(false);
          outage = undefined;
        }),
      failed: (cause) =>
        end(true, () => {
          // Those that began together fail together: one failure.
          if (outage === undefined) outage = { since: began, failures: 0, cause, nextAt: 0 };
          else if (probe === undefined) return;
          outage.failures += 1;
          outage.cause = cause;
          const now = performance.now();
          outage.nextAt = now + pauseMs(outage.failures, now - outage.since);
        }),
      abandoned: () => end(false, () => undefined),
    };
  };

  return {
    async next() {
      for (;;) {
        if (outage === undefined) return turn(undefined);
        const now = performance.now();
        if (outage.probe !== undefined) {
          const current = outage;
          if (await outage.probe.failed) throw lost(current.cause);
        } else if (now < outage.nextAt) {
          if (now - outage.since > patienceMs) throw lost(outage.cause);
          await pause(outage.nextAt - now);
        } else {
          const { promise, resolve } = Promise.withResolvers<boolean>();
          outage.probe = { failed: promise, end: resolve };
          return turn(outage.probe);
        }
      }
    },
  };
};

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const lost = (cause: unknown): ConnectionLost => {
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new ConnectionLost(`the database server cannot be used: ${reason}`, { cause });
};

const servers = new Map<string, Turns>();

/** Of the whole process: its clients are many, a server's limit of connections is one. */
export const turnsAt = ({ host, port }: { readonly host: string; readonly port: number }): Turns => {
  const key = `${host} ${port}`;
  const known = servers.get(key) ?? createTurns();
  servers.set(key, known);
  return known;
};
