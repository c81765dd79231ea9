import { styleText } from "node:util";
import type { LocalFailure } from "../failure.ts";

/** Hears events and shows them. Progress goes to stderr, results to stdout. */
export interface Report {
  step(phase: string, title: string, ms: number): void;
  note(text: string): void;
  /** The result, as text for people and as a document for programs. */
  result(text: string, document: unknown): void;
  failure(failure: LocalFailure): void;
}

export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly colour: boolean;
}

/** What the terminal, or whatever stands in for it, can take. */
export const terminal = (): Output => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  colour: process.stderr.isTTY === true && process.env.NO_COLOR === undefined && process.env.CI === undefined,
});

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** Plain lines, nothing that moves. */
export const textReport = ({ out, err, colour }: Output): Report => {
  const paint = (style: "green" | "red" | "yellow" | "dim", text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  return {
    step: (_phase, title, ms) => err(`  ${paint("green", "✔")} ${title.padEnd(52)} ${paint("dim", seconds(ms))}\n`),
    note: (text) => err(`  ${paint("yellow", "!")} ${text}\n`),
    result: (text) => out(text),
    failure(failure) {
      const { message, detail, suggestion } = failure.about({});
      err(`  ${paint("red", "✖")} ${message}\n`);
      if (typeof suggestion === "string") err(`    ${suggestion}\n`);
      if (detail !== undefined) err(`${paint("dim", detail.replace(/^/gm, "      "))}\n`);
    },
  };
};

/** One JSON document a line on stdout: events as they come, then the result or `{ error }`. */
export const jsonReport = ({ out }: Output): Report => {
  const line = (document: unknown): void => out(`${JSON.stringify(document)}\n`);
  return {
    step: (phase, title, ms) => line({ type: "step", phase, title, status: "done", ms: Math.round(ms) }),
    note: (text) => line({ type: "note", text }),
    result: (_text, document) => line(document),
    failure(failure) {
      const { code, message, detail, suggestion } = failure.about({});
      line({ error: { code, message, detail, suggestion } });
    },
  };
};
