import { createProgram } from "@bailiwick/core-api/cli";
import { runProgram } from "@bailiwick/core-api/cli/run";
import { chooseRunning } from "./commands/choose-running.ts";

/** The commands of a region, which on this machine know the local platform: without `--url` they speak to its regions. */
const program = createProgram().hook("preAction", async (_, command) => {
  if (command.parent?.name() !== "tenant") return;
  const { url, name, local }: { url?: string; name?: string; local?: string } = command.opts();
  if (url === undefined) command.setOptionValue("localFolder", await chooseRunning(name ?? local, command.name()));
});

process.exitCode = await runProgram(program, process.argv);
