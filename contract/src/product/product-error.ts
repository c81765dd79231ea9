/** One thing that is wrong with a profile. */
export interface ProductProblem {
  /** Where, as one would write it in code: `plans.team.regions[1]`. */
  readonly path: string;
  /** A whole sentence that begins with the path and says what is allowed. */
  readonly sentence: string;
}

/** A profile that cannot be used. `problems` has everything that is wrong with it, not only the first. */
export class ProductError extends Error {
  override readonly name = "ProductError";
  readonly problems: readonly ProductProblem[];

  constructor(problems: readonly ProductProblem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`The product profile has ${count}:\n${problems.map(({ sentence }) => `- ${sentence}`).join("\n")}`);
    this.problems = problems;
  }
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

/** Makes a problem: `must` continues the sentence that the path begins. */
export const problemAt = (path: readonly PropertyKey[], must: string): ProductProblem => {
  const where = pathText(path);
  return { path: where, sentence: `${where || "The profile"} ${must}.` };
};

/** Lists allowed values in a sentence: `"a", "b" or "c"`. */
export const oneOf = (values: readonly unknown[]): string => {
  const shown = values.map((value) => JSON.stringify(value));
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
};
