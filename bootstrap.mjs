#!/usr/bin/env node
// The way in on a bare machine: installs what the lock file names when it has changed, goes on with the Node 24 that npm
// brought where the present one is older, and runs the verb. Node built-ins only, for any Node from 20 on.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { doctor } from "./bootstrap/doctor.mjs";
import { ensureInstalled, isInstalled } from "./bootstrap/install.mjs";
import { nodeToUse, oldestMajor } from "./bootstrap/node.mjs";
import { refuseSwallowed } from "./bootstrap/npm-options.mjs";
import { overview, ownHelp, version } from "./bootstrap/overview.mjs";
import { BootstrapError } from "./bootstrap/problem.mjs";
import { refuseUnknownProject } from "./bootstrap/projects.mjs";
import { run } from "./bootstrap/run.mjs";
import { announceLeftOut } from "./bootstrap/tools.mjs";
import { commandsOf } from "./bootstrap/verbs.mjs";

const root = dirname(fileURLToPath(import.meta.url));

const main = async (given) => {
  // `help up` is `up --help`.
  const argv = given[0] === "help" && given.length > 1 ? [...given.slice(1), "--help"] : given;
  const [verb, ...rest] = argv;
  const wantsHelp = rest.includes("--help") || rest.includes("-h");
  if (Number.parseInt(process.versions.node, 10) < oldestMajor) {
    throw new BootstrapError(
      `Node ${process.versions.node} is too old.`,
      `Install Node ${oldestMajor} or newer and run the command again.`,
    );
  }
  if (verb === undefined || verb === "help" || verb === "--help" || verb === "-h") {
    process.stdout.write(overview(root));
    return 0;
  }
  if (verb === "--version" || verb === "-V" || verb === "version") {
    process.stdout.write(version(root));
    return 0;
  }
  refuseSwallowed(argv);
  if (Object.hasOwn(ownHelp, verb)) {
    if (wantsHelp) {
      process.stdout.write(ownHelp[verb]);
      return 0;
    }
    if (rest.length > 0)
      throw new BootstrapError(`npm run ${verb} takes no ${rest[0]}.`, `See npm run ${verb} -- --help.`);
  }
  if (verb === "test") refuseUnknownProject(root, rest);
  if (verb === "doctor" && !isInstalled(root)) return doctor(root);
  await ensureInstalled(root);
  const node = nodeToUse(root);
  if (verb === "test") announceLeftOut();
  for (const command of commandsOf(root, argv)) {
    const code = await run({ root, node, ...command });
    if (code !== 0) return code;
  }
  return 0;
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BootstrapError)) throw error;
  console.error(error.message);
  console.error(error.suggestion);
  process.exitCode = 2;
}
