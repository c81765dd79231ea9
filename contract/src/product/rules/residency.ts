import { oneOf, problemAt } from "../../problems-found/index.ts";
import { isAtLeast } from "../iso-duration.ts";
import { rule } from "./rule.ts";

const backupMinimum = "P35D";

export const backupsLastLongEnough = rule(["backups"], function* ({ backups }) {
  if (isAtLeast(backups.retention, backupMinimum)) return;
  yield problemAt(["backups", "retention"], `must be at least "${backupMinimum}", not "${backups.retention}"`);
});

export const copiesStayInJurisdiction = rule(["backups", "regions"], function* ({ backups, regions }) {
  const known = regions.map(({ id }) => id);
  for (const [at, { from, to, jurisdiction }] of backups.offRegionCopies.entries()) {
    const path = ["backups", "offRegionCopies", at];
    const source = regions.find(({ id }) => id === from);
    const target = regions.find(({ id }) => id === to);
    if (source === undefined) {
      yield problemAt([...path, "from"], `must be ${oneOf(known)}, not "${from}"`);
      continue;
    }
    if (to === from) yield problemAt([...path, "to"], `must be another region than "${from}"`);
    if (jurisdiction !== source.jurisdiction || (target ?? source).jurisdiction !== source.jurisdiction) {
      yield problemAt([...path, "to"], `must lie in the jurisdiction "${source.jurisdiction}" of "${from}"`);
    }
  }
});

export const transfersNameSafeguard = rule(["transfers", "residency"], function* ({ transfers, residency }) {
  if (!transfers.tenantMayOptIn || residency.jurisdictions.length === 1 || transfers.safeguards.length > 0) return;
  yield problemAt(["transfers", "safeguards"], "must name what makes a transfer into another jurisdiction lawful");
});

export const subProcessorsNameSafeguard = rule(["privacy", "residency"], function* ({ privacy, residency }) {
  for (const [at, { name, jurisdictions, safeguard }] of privacy.subProcessors.entries()) {
    const outside = jurisdictions.filter((area) => !residency.jurisdictions.includes(area));
    if (outside.length === 0 || safeguard !== undefined) continue;
    yield problemAt(
      ["privacy", "subProcessors", at, "safeguard"],
      `must be given, because ${JSON.stringify(name)} works in ${oneOf(outside)}, outside the product's jurisdictions`,
    );
  }
});
