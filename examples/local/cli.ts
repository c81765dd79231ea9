import { Command, InvalidArgumentError } from "commander";
import { detachedVariable } from "./detached-variable.ts";
import { exitCodes, explain, LocalFailure } from "./failure.ts";
import { detachedReport } from "./output/detached.ts";
import { jsonReport, type Report, terminal, textReport } from "./output/report.ts";

// A terminal that was closed takes no more words; what is still to be done is done all the same.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const wantsJson = process.argv.includes("--json");

/** The local verbs of the command line. Each loads its own code, so that `status` does not wait for what `up` needs. */
const program = new Command("bailiwick")
  .description("Two regions of a product on this machine")
  .showSuggestionAfterError()
  .configureOutput({ outputError: (text, write) => (wantsJson ? undefined : write(text)) })
  .exitOverride(({ exitCode, message }) => {
    if (exitCode === 0) process.exit(exitCodes.ok);
    if (wantsJson) {
      const facts = { code: "wrong-use", message: message.replace(/^error: /, "") };
      jsonReport(terminal()).failure(new LocalFailure(facts));
    }
    process.exit(exitCodes.configuration);
  });

interface Common {
  readonly name?: string;
  readonly json?: true;
}

/** Runs a command and ends the process with its status; what is not understood keeps its stack trace, for a bug report. */
const finish = async ({ name, json }: Common, work: (report: Report) => Promise<number>): Promise<void> => {
  const log = json === true ? jsonReport(terminal()) : textReport(terminal());
  const detached = process.env[detachedVariable] === "1" ? detachedReport(log) : undefined;
  const report = detached ?? log;
  try {
    process.exitCode = await work(report);
  } catch (error) {
    const known = explain(error);
    if (known === undefined) throw error;
    report.failure(known.about({ name }));
    process.exitCode = known.exitCode;
  }
  await detached?.told();
  // Idle connections and the like must not keep a command from ending.
  process.exit();
};

const port = (text: string): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0 && number < 65_530) return number;
  throw new InvalidArgumentError("It must be a number from 1 to 65529.");
};

const verb = (name: string, description: string, example: string): Command =>
  program
    .command(name)
    .description(description)
    .option("--name <name>", "which local platform, when there are several")
    .option("--json", "one JSON document a line on standard output")
    .addHelpText("after", `\nExamples:\n${example.replace(/^/gm, "  ")}`);

verb("up", "start both regions and the global host", "npm start\nnpm start -- --product flow8 --port 9443")
  .option("--product <id>", "profile in examples/products")
  .option("--port <number>", "port of the global host; the regions take the two after it", port)
  .option("--ephemeral", "keep nothing afterwards")
  .option("--detach", "return to the shell when it is ready")
  .action(async (options: Common & { product?: string; port?: number; ephemeral?: true; detach?: true }) =>
    finish(options, async (report) => {
      const { detach, json, ...start } = options;
      if (detach === true) {
        const output = { ...terminal(), ...(json === true ? { err: () => undefined } : {}) };
        return (await import("./commands/detach.ts")).detach(start, report, output);
      }
      const detached = process.env[detachedVariable] === "1";
      return (await import("./commands/up.ts")).up({ ...start, detached }, report);
    }),
  );

verb("down", "stop it and keep its data", "npm run down\nnpm run down -- --name flow8").action((options: Common) =>
  finish(options, async (report) => (await import("./commands/down.ts")).down(options, report)),
);

verb("status", "say what runs and where", "npm run status\nnpm run status -- --json")
  .option("--show-secrets", "with the passwords of the seeded people")
  .action((options: Common & { showSecrets?: true }) =>
    finish(options, async (report) => (await import("./commands/status.ts")).status(options, report)),
  );

verb("logs", "show the end of the logs", "npm run logs\nnpm run logs -- core-api -f")
  .argument("[service]", "part of a service's name")
  .option("-f, --follow", "go on as more is written")
  .action((service: string | undefined, options: Common & { follow?: true }) =>
    finish(options, async () => (await import("./commands/logs.ts")).logs({ ...options, service }, terminal())),
  );

verb("reset", "remove its data", "npm run reset\nnpm run reset -- --yes --name flow8")
  .option("--yes", "do not ask")
  .action((options: Common & { yes?: true }) =>
    finish(options, async (report) => (await import("./commands/reset.ts")).reset(options, report)),
  );

program
  .command("doctor")
  .description("look for what could be in the way; changes nothing")
  .option("--json", "one JSON document on standard output")
  .addHelpText("after", "\nExamples:\n  npm run doctor\n  npm run doctor -- --json")
  .action((options: Common) =>
    finish(options, async (report) => (await import("./commands/doctor.ts")).doctor(report)),
  );

await program.parseAsync();
