import { createProgram } from "@bailiwick/core-api/cli";
import { runProgram } from "@bailiwick/core-api/cli/run";
import type { Command } from "commander";
import { checkDefaults } from "./check-defaults.ts";
import { chooseRunning } from "./commands/choose-running.ts";
import { commandFailure } from "./commands/command-failure.ts";

/**
 * The commands of a region, which on this machine know the local platform: without `--url` those of tenants speak to its
 * regions, and a check of one of its edges knows all there is to know.
 */
const program = createProgram().hook("preAction", async (_, command) => {
  const [noun, verb] = [command.parent?.name(), command.name()];
  if (noun === "tenant") await chooseTarget(command);
  if (noun === "region" && verb === "check") await fillIn(command);
});

const chooseTarget = async (command: Command): Promise<void> => {
  const { url, name, local }: { url?: string; name?: string; local?: string } = command.opts();
  if (url === undefined) command.setOptionValue("localFolder", await chooseRunning(name ?? local, command.name()));
};

const fillIn = async (command: Command): Promise<void> => {
  const [url = ""] = command.args;
  try {
    const defaults = await checkDefaults(url, command.opts());
    for (const [name, value] of Object.entries(defaults ?? {})) {
      const source = command.getOptionValueSource(name);
      if (source === undefined || source === "default") command.setOptionValueWithSource(name, value, "config");
    }
  } catch (error) {
    throw commandFailure(error);
  }
};

process.exitCode = await runProgram(program, process.argv);
