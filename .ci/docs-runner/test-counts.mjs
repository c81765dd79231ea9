import { stripVTControlCharacters } from "node:util";

/** How many tests a run of vitest says it passed and failed; nought for anything else. */
export const countTests = (output) => {
  const last = [...stripVTControlCharacters(output).matchAll(/^\s*Tests +(.*)$/gm)].at(-1)?.[1] ?? "";
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(last)?.[1] ?? 0);
  return { passed: count("passed"), failed: count("failed") };
};
