import { join } from "node:path";

const local = new Set(["up", "down", "status", "logs", "reset", "doctor"]);

/**
 * What a verb runs: commands for Node, or for another `command`, that must all succeed, in this order. `graceful` ones watch
 * for the end of this process themselves, because they have something to clean up.
 */
export const commandsOf = (root, [verb, ...argv]) => {
  const own = (path) => join(root, path);
  const bin = (name, file) => join(root, "node_modules", name, file);
  const vitest = bin("vitest", "vitest.mjs");
  const tsc = bin("typescript", "bin/tsc");

  switch (verb) {
    case "test":
      return [{ args: [vitest, "run", ...argv] }];
    case "check":
      return [
        { args: [bin("@biomejs/biome", "bin/biome"), "ci", "."] },
        { args: [tsc, "-p", "tsconfig.json"] },
        { args: [tsc, "-p", "edge/tsconfig.json"] },
        { args: [vitest, "run", "--project", "ci"] },
      ];
    case "pending":
      return [{ args: [own("infra/pending/cli.ts"), ...argv] }];
    case "bench":
      return [{ args: [own("examples/bench/run.ts"), ...argv] }];
    case "preflight":
      return [{ args: [own("infra/preflight/cli.ts"), ...argv] }];
    case "engine":
      return [{ args: [own("infra/engine/cli.ts"), ...argv], graceful: true }];
    case "pulumi":
      // With our Node first on its PATH: Pulumi runs the program with whichever is there.
      return [{ command: "pulumi", args: argv, graceful: true }];
    case "graph":
      return [{ args: ["--enable-source-maps", own("infra/graph/cli.ts"), ...argv] }];
    case "build-workers":
      return [{ args: [own("edge/build/main.ts")] }];
    case "docs":
      return [{ args: [own(".ci/generate-reference.ts")] }];
    default:
      if (local.has(verb)) return [{ args: [own("examples/local/cli.ts"), verb, ...argv], graceful: true }];
      return [{ args: [own("examples/local/region-cli.ts"), verb, ...argv] }];
  }
};
