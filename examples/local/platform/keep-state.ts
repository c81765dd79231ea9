import { stat } from "node:fs/promises";
import type { Paths } from "../folder/paths.ts";
import { type State, writeState } from "../folder/state.ts";
import type { Supervisor } from "../supervisor/index.ts";

export interface KeptState {
  /** As it is now. */
  readonly state: State;
  /** The platform is ready: writes that. */
  ready(): Promise<void>;
  /** Writes how it ended, and no more. */
  stop(): Promise<void>;
}

export interface KeepStateOptions {
  readonly paths: Pick<Paths, "state">;
  readonly supervisor: Pick<Supervisor, "onChange">;
  readonly describe: (readyAt: Date | undefined) => State;
  /** How often the file is looked at. @default 1000 */
  readonly everyMs?: number;
}

/**
 * Keeps `state.json` as it should be, from before the first process on: it follows what the services do, and is written
 * anew when somebody else has changed or removed it. Resolves when it is there.
 */
export const keepState = async (options: KeepStateOptions): Promise<KeptState> => {
  const { paths, supervisor, describe, everyMs = 1000 } = options;
  let readyAt: Date | undefined;
  let mark: string | undefined;
  let stopped = false;
  let last = Promise.resolve();
  const write = (): Promise<void> => {
    const now = last.then(async () => {
      if (stopped) return;
      await writeState(paths, describe(readyAt));
      mark = await markOf(paths.state);
    });
    last = now.catch(() => undefined);
    return now;
  };
  const look = async (): Promise<void> => {
    await last;
    if (!stopped && (await markOf(paths.state)) !== mark) await write();
  };
  await write();
  supervisor.onChange(write);
  // A disk that refuses is said by the write that a service causes, not every second.
  const watch = setInterval(() => void look().catch(() => undefined), everyMs).unref();
  return {
    get state() {
      return describe(readyAt);
    },
    ready() {
      readyAt = new Date();
      return write();
    },
    async stop() {
      clearInterval(watch);
      await write().catch(() => undefined);
      stopped = true;
    },
  };
};

/** Another file, or another content, has another one. */
const markOf = (path: string): Promise<string> =>
  stat(path).then(
    ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
    () => "none",
  );
