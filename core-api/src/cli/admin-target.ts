import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandFailure } from "./failure.ts";

/** Where the platform administrator's API is, and what opens it. */
export interface AdminTarget {
  readonly region: string | undefined;
  readonly url: string;
  readonly adminKey: string;
  readonly authority: string | undefined;
}

export interface TargetOptions {
  readonly url?: string;
  readonly adminKeyFile?: string;
  readonly caFile?: string;
  /** Which local platform, for whoever knows about those. */
  readonly name?: string;
  /** Folder of the local platform that was chosen. */
  readonly localFolder?: string;
}

interface LocalState {
  readonly regions: readonly { readonly id: string; readonly edgeUrl: string; readonly caFile: string }[];
}

/** The regions a command may speak to: the one of `--url`, or those of the local platform. Throws `CommandFailure`. */
export const adminTargets = (options: TargetOptions, variables: NodeJS.ProcessEnv): readonly AdminTarget[] => {
  if (options.url === undefined) return localTargets(options.localFolder);
  const authority = options.caFile === undefined ? undefined : readNamedFile(options.caFile, "--ca-file");
  return [{ region: undefined, url: baseUrl(options.url), adminKey: adminKey(options, variables), authority }];
};

/** The key goes with every request: never over a connection that others can read. */
const baseUrl = (given: string): string => {
  const url = URL.parse(given);
  if (url?.protocol === "https:" && url.username === "" && url.search === "" && url.hash === "") {
    return url.href.replace(/\/+$/, "");
  }
  throw wrongUse("--url must be an https URL without credentials, query and fragment.");
};

const adminKey = ({ adminKeyFile }: TargetOptions, variables: NodeJS.ProcessEnv): string => {
  const file = adminKeyFile ?? variables.BAILIWICK_ADMIN_KEY_FILE;
  const key = file === undefined ? variables.BAILIWICK_ADMIN_KEY : readNamedFile(file, "--admin-key-file").trim();
  if (key !== undefined && key !== "") return key;
  throw new CommandFailure({
    code: "no-admin-key",
    message: "No administrator's key was given.",
    suggestion: "Name its file with --admin-key-file, or set BAILIWICK_ADMIN_KEY_FILE or BAILIWICK_ADMIN_KEY.",
    status: 3,
  });
};

const localTargets = (folder: string | undefined): readonly AdminTarget[] => {
  if (folder === undefined) {
    throw new CommandFailure({
      code: "no-target",
      message: "There is no region to speak to: no --url was given.",
      suggestion: "Give --url, the base URL of the region's edge.",
      status: 2,
    });
  }
  const state: LocalState = JSON.parse(readNamedFile(join(folder, "state.json"), "the local platform"));
  const secrets: { adminKeys: Record<string, string> } = JSON.parse(
    readNamedFile(join(folder, "secrets.json"), "the local platform"),
  );
  return state.regions.map(({ id, edgeUrl, caFile }) => ({
    region: id,
    url: edgeUrl,
    adminKey: secrets.adminKeys[id] ?? "",
    authority: readNamedFile(caFile, "the local authority"),
  }));
};

/** The content of a file that an option names; `-` is standard input. Throws `CommandFailure`. */
export const readNamedFile = (path: string, option: string): string => {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch {
    throw wrongUse(`The file of ${option} cannot be read: ${path}.`);
  }
};

const wrongUse = (message: string): CommandFailure => new CommandFailure({ code: "wrong-use", message, status: 2 });
