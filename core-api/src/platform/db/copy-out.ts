import type postgres from "postgres";
import { typedError } from "./errors.ts";
import { type OrgScope, setScope } from "./scope.ts";

export type CopyOut = (scope: OrgScope, select: string) => AsyncGenerator<Uint8Array, void, undefined>;

/**
 * Rows of a select as raw lines, one a row, of its single text column. Text format would double backslashes and
 * corrupt JSON; CSV with characters that cannot occur in it leaves a line alone.
 */
const rawLines = `(format csv, quote e'\\x01', delimiter e'\\x02')`;

/**
 * A download straight from the server, never buffered. `select` is SQL of ours, without parameters.
 *
 * The connection is the download's own: the driver cannot give back one whose COPY stopped half-way. When the
 * reader stops early the backend is ended from a second connection and both are dropped. Ended, not cancelled: a backend
 * that waits for a reader who has stopped reading does not hear of a cancelled statement.
 */
export const createCopyOut = (open: (database: string) => postgres.Sql): CopyOut =>
  async function* copyOut(scope, select) {
    const client = open(scope.database);
    let done = false;
    let backend: number | undefined;
    try {
      const [own] = await client<{ pid: number }[]>`select pg_backend_pid() as pid`;
      backend = own?.pid;
      await client.unsafe(`begin isolation level repeatable read read only; ${setScope(scope)}`);
      const stream = await client.unsafe(`copy (${select}) to stdout ${rawLines}`).readable();
      for await (const chunk of stream) yield chunk as Uint8Array;
      await client.unsafe("commit");
      done = true;
    } catch (error) {
      throw typedError(error);
    } finally {
      if (!done && backend !== undefined) await endBackend(open(scope.database), backend);
      await client.end({ timeout: done ? 5 : 0 });
    }
  };

const endBackend = async (client: postgres.Sql, backend: number): Promise<void> => {
  try {
    await client`select pg_terminate_backend(${backend})`;
  } catch {
    // The server is gone, and with it the backend.
  } finally {
    await client.end({ timeout: 5 });
  }
};
