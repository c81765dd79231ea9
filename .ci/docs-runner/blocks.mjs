/** In a list, a block is indented as far as its item. */
const fence = /^( *)```sh run\b(.*)\n([\s\S]*?)^\1```/gm;

/**
 * The `sh` blocks of a page that are marked `run`, with the line they begin at and what follows the mark:
 * `background until="text"` goes on while the next ones run, `printed="text"` tries the curl lines it printed for that text,
 * `alone` stops it before, `expect="text"` (as often as wanted) must be in the output.
 * Throws `SyntaxError` for an option that does not exist: a misspelt one would check nothing.
 */
export const runBlocksOf = (page) =>
  [...page.matchAll(fence)].map(({ index, 1: indent, 2: marks, 3: text }) => ({
    text: text.replaceAll(new RegExp(`^${indent}`, "gm"), "").trim(),
    line: page.slice(0, index).split("\n").length,
    options: optionsOf(marks.trim()),
  }));

const optionsOf = (marks) => {
  const options = { expect: [], until: undefined, printed: undefined, alone: false };
  for (const [mark, name, value] of marks.matchAll(/(\w+)(?:="([^"]*)")?|\S+/g)) {
    if (name === "expect" && value) options.expect.push(value);
    else if ((name === "until" || name === "printed") && value) options[name] = value;
    else if (name === "alone" && value === undefined) options.alone = true;
    else if (name !== "background" || value !== undefined) throw new SyntaxError(`a run block cannot have ${mark}`);
  }
  if (/\bbackground\b/.test(marks) !== (options.until !== undefined)) {
    throw new SyntaxError("background and until belong together");
  }
  return options;
};
