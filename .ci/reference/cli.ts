import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../tracked-files.ts";
import { pageHead } from "./markdown.ts";

const about = `Local verbs have npm scripts of their own (\`npm start\` is \`up\`); everything else is
\`npm run bailiwick -- <command>\`. Results go to standard output, progress and failures to standard error.`;

const programs = ["examples/local/cli.ts", "core-api/src/cli/main.ts"];

/** The page of the command line: the help of every command, as it prints it. */
export const cliPage = (): string =>
  `${pageHead("Command line", about)}\n${programs.flatMap((program) => commandsOf(program, [])).join("\n")}`;

const commandsOf = (program: string, words: readonly string[]): readonly string[] => {
  const help = helpOf(program, words);
  const names = commandNames(help);
  const own = words.length > 0 && names.length === 0 ? [`## ${words.join(" ")}\n\n\`\`\`text\n${help}\n\`\`\`\n`] : [];
  return [...own, ...names.flatMap((name) => commandsOf(program, [...words, name]))];
};

/** Names in the help's list of commands, without the `help` that every program has. */
const commandNames = (help: string): readonly string[] => {
  const [, list = ""] = /^Commands:\n((?: +.*\n?)*)/m.exec(help) ?? [];
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
};

const helpOf = (program: string, words: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, program), ...words, "--help"], {
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "100", NO_COLOR: "1" },
  });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")} --help ended with ${status}: ${stderr}`);
  return stdout.trim();
};
