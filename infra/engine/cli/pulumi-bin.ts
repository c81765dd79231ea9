import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const programs = ["pulumi", "pulumi-language-nodejs"];

/**
 * Folder with the Pulumi CLI and its Node language host: `BAILIWICK_PULUMI_BIN`, else what `.ci/tools/pulumi/build` made,
 * else a folder on PATH that has both. Undefined when there is none.
 */
export const pulumiBin = (env: NodeJS.ProcessEnv = process.env): string | undefined => {
  const cache = env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const folders = env.BAILIWICK_PULUMI_BIN
    ? [env.BAILIWICK_PULUMI_BIN]
    : [join(cache, "bailiwick/tools/pulumi/bin"), ...(env.PATH ?? "").split(delimiter)];
  return folders.find((folder) => programs.every((program) => isProgram(join(folder, program))));
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
