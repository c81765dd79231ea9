import { problemAt } from "../../problems-found/index.ts";
import { isAtLeast } from "../iso-duration.ts";
import type { Product } from "../product.ts";
import { retentionKinds } from "../retention.ts";
import { rule } from "./rule.ts";

type Kind = Product["retention"]["kinds"]["audit"];

export const everyPlanHasRetention = rule(["retention", "plans"], function* ({ retention, plans }) {
  for (const kind of retentionKinds) {
    const path = ["retention", "kinds", kind, "plans"];
    const given = retention.kinds[kind].plans;
    for (const plan of Object.keys(plans)) {
      if (!Object.hasOwn(given, plan)) yield problemAt([...path, plan], "is missing: say how long the plan keeps this");
    }
    for (const plan of Object.keys(given)) {
      if (!Object.hasOwn(plans, plan)) yield problemAt([...path, plan], "is not a plan of the product");
    }
  }
});

export const retentionKeepsOrder = rule(["retention"], function* ({ retention }) {
  for (const kind of retentionKinds) {
    for (const [plan, rule] of Object.entries(retention.kinds[kind].plans)) {
      yield* orderProblems(["retention", "kinds", kind, "plans", plan], retention.kinds[kind], rule);
    }
  }
});

/** A write-once copy that ends before the log may end would leave a time without proof. */
export const writeOnceCopyLastsLongEnough = rule(["audit", "retention"], function* ({ audit, retention }) {
  const { minimum } = retention.kinds.audit;
  if (audit.writeOnceCopy === undefined || isAtLeast(audit.writeOnceCopy, minimum)) return;
  yield problemAt(
    ["audit", "writeOnceCopy"],
    `must be at least "${minimum}", the minimum of the log, not "${audit.writeOnceCopy}"`,
  );
});

function* orderProblems(path: readonly PropertyKey[], kind: Kind, rule: Kind["plans"][string]) {
  const bounds = [
    ["minimum", rule.minimum, kind.minimum, "the minimum of this kind of data"],
    ["default", rule.default, rule.minimum, "the plan's minimum"],
    ["maximum", rule.maximum, rule.default, "the plan's default"],
  ] as const;
  for (const [field, value, least, what] of bounds) {
    if (!isAtLeast(value, least))
      yield problemAt([...path, field], `must be at least "${least}", ${what}, not "${value}"`);
  }
}
