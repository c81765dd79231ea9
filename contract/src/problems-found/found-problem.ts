/** One thing that is wrong with a document that somebody wrote. */
export interface FoundProblem {
  /** Where, as one would write it in code: `plans.team.regions[1]`. */
  readonly path: string;
  /** A whole sentence that begins with the path and says what is allowed. */
  readonly sentence: string;
}

/** Writes a path the way code does. Numbers are places in a list, words that code could not write are quoted. */
export const pathText = (path: readonly PropertyKey[]): string => {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(String(part))) text += text === "" ? String(part) : `.${String(part)}`;
    else text += `[${JSON.stringify(String(part))}]`;
  }
  return text;
};

/** Makes a problem: `must` continues the sentence that the path begins; `whole` begins it for an empty path. */
export const problemAt = (path: readonly PropertyKey[], must: string, whole = "The profile"): FoundProblem => {
  const where = pathText(path);
  return { path: where, sentence: `${where || whole} ${must}.` };
};

/** Lists allowed values in a sentence: `"a", "b" or "c"`. */
export const oneOf = (values: readonly unknown[]): string => {
  const shown = values.map((value) => JSON.stringify(value));
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
};
