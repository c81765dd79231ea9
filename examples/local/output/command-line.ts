/** Commands that are suggested to a person. */
export type Verb = "up" | "down" | "status" | "logs" | "reset" | "doctor" | `tenant ${string}`;

/** Options as the program holds them: `showSecrets: true` is `--show-secrets`. What is undefined is left out. */
export type Flags = Readonly<Record<string, string | number | true | undefined>>;

/** Writes a command about the platform in question, with what else is needed to say. */
export type CommandFor = (verb: Verb, flags?: Flags) => string;

/** What the suggestions about one platform carry. */
export interface Subject {
  /** Name of the platform, where a command without it could mean another one. */
  readonly name?: string | undefined;
  /** Flags that its start was given, for a suggestion to start it again. @default its name */
  readonly up?: Flags | undefined;
}

/** As npm has it: the local verbs are scripts of their own. */
const scriptOf = (verb: Verb): readonly [script: string, ...words: string[]] => {
  if (verb === "up") return ["npm start"];
  const words = verb.split(" ");
  return words.length === 1 ? [`npm run ${verb}`] : ["npm run bailiwick", ...words];
};

/** The one way in which a command is suggested: whatever was said about it stays said. */
export const commandLine = (verb: Verb, flags: Flags = {}): string => {
  const [script, ...words] = scriptOf(verb);
  for (const [name, value] of Object.entries(flags)) {
    if (value === undefined) continue;
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    words.push(...(value === true ? [flag] : [flag, typeof value === "number" ? String(value) : shell(value)]));
  }
  return words.length === 0 ? script : `${script} -- ${words.join(" ")}`;
};

/** `commandLine` for one platform. */
export const commandsFor =
  ({ name, up = { name } }: Subject = {}): CommandFor =>
  (verb, flags = {}) =>
    commandLine(verb, verb === "up" ? { ...up, ...flags } : { ...flags, name });

/** The name to carry: the one that was given, else that of the platform unless it is the one everybody means. */
export const carriedName = (given: string | undefined, chosen: string): string | undefined =>
  given ?? (chosen === "default" ? undefined : chosen);

/** Text as one word of a shell. A placeholder stays readable: nobody runs `--port <number>` as it stands. */
export const shell = (text: string): string =>
  /^[\w./+@%-]+$|^<[a-z]+>$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
