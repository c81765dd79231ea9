import { type CommandFor, commandsFor, type Subject } from "./output/command-line.ts";

/** Numbers as Pulumi's command line has them, so that one pair of eyes reads both. */
export const exitCodes = { ok: 0, error: 1, configuration: 2, cancelled: 8 } as const;

/** What to do, a command where there is one: written when it is known which platform it is about. */
export type Suggestion = string | ((command: CommandFor) => string);

export interface FailureOptions {
  /** Stable, for programs. */
  readonly code: string;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** What shows it: a path, an address, the end of a log. */
  readonly detail?: string | undefined;
  /** What to do about it. */
  readonly suggestion?: Suggestion | undefined;
  /** @default 2 */
  readonly exitCode?: number;
  readonly cause?: unknown;
}

/** Something the person at the terminal can understand and mend. Shown without a stack trace. */
export class LocalFailure extends Error {
  override readonly name = "LocalFailure";
  readonly code: string;
  readonly detail: string | undefined;
  readonly suggestion: Suggestion | undefined;
  readonly exitCode: number;
  constructor({ code, message, detail, suggestion, exitCode = exitCodes.configuration, cause }: FailureOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.detail = detail;
    this.suggestion = suggestion;
    this.exitCode = exitCode;
  }

  /** The same failure, its suggestion in the words for this platform. Once it has words, it keeps them. */
  about(subject: Subject): LocalFailure {
    const { suggestion } = this;
    if (typeof suggestion !== "function") return this;
    const { code, message, detail, exitCode } = this;
    return new LocalFailure({
      code,
      message,
      detail,
      exitCode,
      suggestion: suggestion(commandsFor(subject)),
      cause: this,
    });
  }
}

const systemErrors: Readonly<Record<string, { readonly message: string; readonly suggestion: Suggestion }>> = {
  ENOSPC: { message: "The disk is full.", suggestion: "Free some space (about 500 MB are needed), then start again." },
  EDQUOT: { message: "Your disk quota is used up.", suggestion: "Free some space, then start again." },
  EACCES: {
    message: "A folder or file of the local platform cannot be written.",
    suggestion: (command) =>
      `Give yourself write permission on it, or remove it with: ${command("reset", { yes: true })}`,
  },
  EPERM: {
    message: "A file of the local platform belongs to somebody else.",
    suggestion: (command) =>
      `Start as the user who started it first, or remove the data with: ${command("reset", { yes: true })}`,
  },
  EROFS: {
    message: "The disk is read-only.",
    suggestion: "Clone the repository to a disk that can be written, then start again.",
  },
};

/** Turns what the operating system refused into a sentence; a `LocalFailure` stays as it is, anything else is undefined. */
export const explain = (error: unknown): LocalFailure | undefined => {
  if (error instanceof LocalFailure) return error;
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof LocalFailure) return at;
    const code = "code" in at && typeof at.code === "string" ? at.code : undefined;
    const known = code === undefined ? undefined : systemErrors[code];
    if (code !== undefined && known !== undefined) {
      return new LocalFailure({ code: code.toLowerCase(), ...known, detail: at.message, cause: error });
    }
  }
  // A child's own words arrive as text.
  return diskFull(error instanceof Error ? error.message : String(error));
};

/** Does something about one platform: the failures it throws say so in what they suggest. */
export const about = async <T>(subject: Subject, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw explain(error)?.about(subject) ?? error;
  }
};

/** The failure, when these words of another program say that the disk is full. */
export const diskFull = (words: string): LocalFailure | undefined => {
  const known = /No space left on device|ENOSPC/.test(words) ? systemErrors.ENOSPC : undefined;
  return known === undefined ? undefined : new LocalFailure({ code: "enospc", ...known, detail: words.slice(-400) });
};
