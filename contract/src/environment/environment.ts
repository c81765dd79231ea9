/** Start-up settings that cannot be used, each as one sentence. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads variables and collects what is wrong with them, so that one start names every mistake. */
export interface Environment {
  readonly problems: readonly string[];
  /** Notes that a variable is wrong. `sentence` continues its name and never repeats a secret. */
  refuse(name: string, sentence: string): undefined;
  /** Value of a variable, `undefined` when it is absent or empty. */
  optional(name: string): string | undefined;
  /** Value of a variable that must be there. */
  required(name: string): string | undefined;
  /** Value of the variable, or the content of the file that `<name>_FILE` names. */
  optionalSecret(name: string): string | undefined;
  secret(name: string): string | undefined;
}

/**
 * An environment over `variables`; `readFile` reads the files that secrets are given as. Values themselves never appear in a
 * problem.
 */
export const createEnvironment = (variables: Variables, readFile: (path: string) => string): Environment => {
  const problems: string[] = [];

  const refuse = (name: string, sentence: string): undefined => {
    problems.push(`${name} ${sentence}`);
    return undefined;
  };

  const optional = (name: string): string | undefined => {
    const value = variables[name];
    return value === undefined || value === "" ? undefined : value;
  };

  const required = (name: string): string | undefined => optional(name) ?? refuse(name, "is not set.");

  // Answers undefined both for an absent secret and for one that was refused; `present` tells them apart.
  const readSecret = (name: string): { present: boolean; value: string | undefined } => {
    const value = optional(name);
    const path = optional(`${name}_FILE`);
    if (path === undefined) return { present: value !== undefined, value };
    if (value !== undefined) return { present: true, value: refuse(name, `and ${name}_FILE are both set: set one.`) };
    try {
      const text = readFile(path).replace(/\r?\n$/, "");
      if (text !== "") return { present: true, value: text };
      return { present: true, value: refuse(`${name}_FILE`, "names an empty file.") };
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
      return { present: true, value: refuse(`${name}_FILE`, `names a file that cannot be read (${code}).`) };
    }
  };

  return {
    problems,
    refuse,
    optional,
    required,
    optionalSecret: (name) => readSecret(name).value,
    secret(name) {
      const { present, value } = readSecret(name);
      return present ? value : refuse(name, `is not set (nor is ${name}_FILE).`);
    },
  };
};
