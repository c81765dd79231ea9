import { readdirSync, readFileSync } from "node:fs";
import { StepFailed } from "./step.ts";

const pages = new URL("../../../docs/operate/", import.meta.url);

/** A block that the drill runs, with the title of the step that does. */
const fence = /^( *)```sh engine="([^"]+)"\n([\s\S]*?)^\1```/gm;

/** Commands of the runbooks by the title of the step that runs them, in the order of the page. */
export const runbooks = (): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  for (const page of readdirSync(pages).filter((name) => name.endsWith(".md"))) {
    const text = readFileSync(new URL(page, pages), "utf8");
    for (const [, , title = "", block = ""] of text.matchAll(fence)) {
      const lines = block.split("\n").map(bare);
      found.set(title, [...(found.get(title) ?? []), ...lines.filter((line) => line !== "")]);
    }
  }
  return found;
};

/** The command without what says which Node and which stack: the drill has but one of each. */
const bare = (line: string): string =>
  line
    .trim()
    .replace(/^npm run pulumi -- /, "pulumi ")
    .replace(" --stack <stack>", "");

/** What does a command of a runbook, by how the command begins; it gets the words after that. */
export type Handlers = Readonly<Record<string, (args: readonly string[]) => Promise<unknown>>>;

/** Does what the runbook says, command by command. Throws `StepFailed` for a command that no handler knows. */
export const follow = async (title: string, handlers: Handlers): Promise<void> => {
  const commands = runbooks().get(title);
  if (commands === undefined) throw new StepFailed(`No runbook has a block for "${title}".`);
  for (const command of commands) {
    const [begin, handler] = Object.entries(handlers).find(([known]) => `${command} `.startsWith(`${known} `)) ?? [];
    if (begin === undefined || handler === undefined) throw new StepFailed(`The drill cannot do "${command}".`);
    await handler(command.slice(begin.length).split(" ").filter(Boolean));
  }
};
