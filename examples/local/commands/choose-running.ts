import { CommandFailure } from "@bailiwick/core-api/cli/failure";
import { LocalFailure } from "../failure.ts";
import { choosePlatform } from "../folder/choose.ts";
import { lockHolder } from "../folder/lock.ts";
import { localFolder } from "../folder/paths.ts";
import { readState } from "../folder/state.ts";
import { carriedName, commandsFor } from "../output/command-line.ts";

/**
 * Folder of the local platform that a command of a region is about: the one `status` would choose, if it runs and is ready.
 * Throws `CommandFailure`.
 */
export const chooseRunning = async (
  name: string | undefined,
  verb: string,
  parent: string = localFolder,
): Promise<string> => {
  try {
    const paths = await choosePlatform({ name, verb: `tenant ${verb}`, parent });
    const command = commandsFor({ name: carriedName(name, paths.name) });
    const holder = await lockHolder(paths.lock);
    const state = holder?.doing === "running" ? await readState(paths) : undefined;
    if (holder !== undefined && state?.pid === holder.pid && state.readyAt !== undefined) return paths.root;
    const starting = holder?.doing === "running";
    throw new CommandFailure({
      code: "not-running",
      message: `The local platform "${paths.name}" ${starting ? "is being started" : "does not run"}.`,
      suggestion: starting ? `Wait until it is ready: ${command("status")}` : `Start it: ${command("up")}`,
    });
  } catch (error) {
    if (!(error instanceof LocalFailure)) throw error;
    const { code, message, detail, suggestion } = error.about({ name });
    const words = typeof suggestion === "string" ? suggestion : undefined;
    throw new CommandFailure({
      code,
      message,
      detail,
      suggestion: words ?? "For a deployed region give --url.",
      status: 2,
    });
  }
};
