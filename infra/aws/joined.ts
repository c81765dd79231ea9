import { concat, type Input } from "@pulumi/pulumi";

/** The parts as one text: a plain string when every part is one, so that what is known stays readable without an engine. */
export const joined = (...parts: readonly Input<string>[]): Input<string> =>
  parts.every((part) => typeof part === "string") ? parts.join("") : concat(...parts);
