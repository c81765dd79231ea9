import { BootstrapError } from "./problem.mjs";

/** Options of the local verbs that a person may forget to put behind `--`. npm's own, as --yes and --json, say nothing. */
const options = ["product", "name", "port", "ephemeral", "detach", "show-secrets", "follow"];
const withoutWords = new Set(["up", "down", "status", "reset", "doctor"]);

/**
 * Throws `BootstrapError` when npm has taken an option for itself: without `--` it keeps the option and hands on at most its
 * value, and something else would be done than was asked.
 */
export const refuseSwallowed = ([verb = "", ...argv], env = process.env) => {
  if (env.npm_lifecycle_event === undefined) return;
  const script = verb === "up" ? "npm start" : `npm run ${verb}`;
  const taken = options.find((name) => env[`npm_config_${name.replace("-", "_")}`]);
  if (taken !== undefined) {
    throw new BootstrapError(`npm took --${taken} for itself.`, `Options come after --: ${script} -- --${taken} …`);
  }
  const [word] = argv;
  if (withoutWords.has(verb) && word !== undefined && !word.startsWith("-")) {
    throw new BootstrapError(
      `"${word}" belongs to no option: npm has kept what stood before it.`,
      `Options come after --: ${script} -- --${verb === "up" ? "product" : "name"} ${word}`,
    );
  }
};
