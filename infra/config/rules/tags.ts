import { problemAt } from "@bailiwick/contract/problems-found";
import { looksSecret } from "../looks-secret.ts";
import { problem, type Rule } from "./rule.ts";

/** AWS takes 50 a resource; the stamp's own and a name are among them. */
const mostTags = 45;

export const tagsAreOurs: Rule = function* ({ settings: { tags } }) {
  const names = Object.keys(tags);
  if (names.length > mostTags) {
    yield problem(
      "tags",
      `must be at most ${mostTags}, not ${names.length}: AWS takes 50 a resource, with the stamp's own`,
    );
  }
  for (const [at, name] of names.entries()) {
    const shown = JSON.stringify(name);
    if (/^(aws|bailiwick):/i.test(name)) {
      yield problem("tags", `must not have ${shown}: names that begin with aws: or bailiwick: are taken`);
    }
    if (/^name$/i.test(name)) yield problem("tags", `must not have ${shown}: resources have a Name of their own`);
    // The tags of a role are one whatever their case.
    const before = names.slice(0, at).find((other) => other.toLowerCase() === name.toLowerCase());
    if (before !== undefined) yield problem("tags", `must not have ${shown} beside ${JSON.stringify(before)}`);
  }
};

/** What a stack file holds stands in outputs, task definitions and state, where many read it. */
export const nothingIsSecret: Rule = function* ({ settings: { tags, models, edge } }) {
  const waiver = edge.placement === "cloudflare" ? (edge.waiver ?? "") : "";
  const customer = models !== "none" && "customer" in models ? models.customer : "";
  const texts: readonly (readonly [readonly string[], string])[] = [
    ...Object.entries(tags).map(([name, value]) => [["tags", name], value] as const),
    [["models", "customer"], customer],
    [["edge", "waiver"], waiver],
  ];
  for (const [path, value] of texts) {
    if (looksSecret(value)) {
      yield problemAt(path, "must not hold what looks like a secret: everybody who may look at the stack can read it");
    }
  }
};
