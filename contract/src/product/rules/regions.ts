import { oneOf, problemAt } from "../../problems-found/index.ts";
import { repeated, rule } from "./rule.ts";

export const uniqueRegions = rule(["regions"], function* ({ regions }) {
  for (const at of repeated(regions.map(({ id }) => id))) {
    yield problemAt(["regions", at, "id"], `must not repeat ${JSON.stringify(regions[at]?.id)}`);
  }
});

export const oneDefaultRegion = rule(["regions"], function* ({ regions }) {
  const defaults = regions.filter((region) => region.default).map(({ id }) => id);
  if (defaults.length === 1) return;
  const found = defaults.length === 0 ? "none has" : `${defaults.join(" and ")} have`;
  yield problemAt(["regions"], `must have exactly one region with "default: true", but ${found} it`);
});

export const regionsInsideJurisdictions = rule(["regions", "residency"], function* ({ regions, residency }) {
  for (const [at, { jurisdiction }] of regions.entries()) {
    if (residency.jurisdictions.includes(jurisdiction)) continue;
    yield problemAt(
      ["regions", at, "jurisdiction"],
      `must be ${oneOf(residency.jurisdictions)}, not "${jurisdiction}"`,
    );
  }
});
