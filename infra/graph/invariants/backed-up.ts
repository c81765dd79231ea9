import { ofType } from "../captured.ts";
import { at, type Finding, finding, type Invariant, type Judged, listAt, valueAt } from "./invariant.ts";
import { ownOf } from "./own.ts";

export const backedUp: Invariant = {
  id: "backed-up",
  promise:
    "Every server and every bucket of data that the stamp made is in a plan, whose vaults are locked; a copy goes where the profile says.",
  *check(judged) {
    const { graph, stamp } = judged;
    const { settings, facts } = stamp;
    const clusters = ofType(graph, "aws:rds/cluster:Cluster").map(
      ({ inputs }) => `:cluster:${inputs.clusterIdentifier}`,
    );
    const buckets = "adopt" in settings.storage ? [] : ownOf(judged).dataBuckets.map((name) => `:s3:::${name}`);
    const wanted = [...clusters, ...buckets];
    if (wanted.length === 0) return; // what a customer brought, the customer backs up
    const plans = ofType(graph, "aws:backup/plan:Plan");
    if (plans.length === 0) yield { resource: "stamp", wrong: "has no plan of backups" };
    const selections = ofType(graph, "aws:backup/selection:Selection");
    const chosen = selections.flatMap((selection) => listAt(selection, "resources").map(String));
    for (const end of wanted) {
      if (!chosen.some((arn) => arn.endsWith(end))) yield { resource: "backups", wrong: `leave ${end.slice(1)} out` };
    }
    for (const selection of selections) {
      if (!plans.some(({ id }) => at(selection, "planId") === id)) yield finding(selection, "belongs to no plan");
      if (listAt(selection, "notResources").length > 0) yield finding(selection, "leaves something out");
    }
    yield* judgeVaults(judged);
    for (const plan of plans) {
      const rules = listAt(plan, "rules");
      const continuous = rules.some((rule) => valueAt(rule, "enableContinuousBackup") === true);
      if (!continuous) yield finding(plan, "reaches back to no second");
      const copies = rules.some((rule) => Array.isArray(valueAt(rule, "copyActions")));
      if (copies !== (facts.backupCopyRegion !== undefined)) {
        yield finding(
          plan,
          copies ? "copies backups against the profile" : "copies nothing, which the profile promises",
        );
      }
    }
  },
};

const judgeVaults = function* ({ graph, stamp: { facts } }: Judged): Generator<Finding> {
  const vaults = ofType(graph, "aws:backup/vault:Vault");
  const names = new Set(vaults.map((vault) => at(vault, "name")));
  if (facts.backupCopyRegion !== undefined && vaults.length < 2) {
    yield { resource: "backups", wrong: "have no vault for copies" };
  }
  for (const vault of vaults) {
    const lock = ofType(graph, "aws:backup/vaultLockConfiguration:VaultLockConfiguration").find(
      (one) => at(one, "backupVaultName") === at(vault, "name"),
    );
    const days = lock === undefined ? undefined : at(lock, "minRetentionDays");
    const grace = lock === undefined ? undefined : at(lock, "changeableForDays");
    if (lock === undefined) yield finding(vault, "is not locked");
    else if (typeof days !== "number" || days < facts.backupDays) yield finding(vault, `is locked for ${days} days`);
    else if (typeof grace !== "number" || grace > 30) yield finding(vault, "has a lock that can be taken off again");
  }
  for (const plan of ofType(graph, "aws:backup/plan:Plan")) {
    for (const rule of listAt(plan, "rules")) {
      if (!names.has(valueAt(rule, "targetVaultName"))) yield finding(plan, "keeps backups in a vault of others");
      const copies = valueAt(rule, "copyActions");
      for (const copy of Array.isArray(copies) ? copies : []) {
        const name = String(valueAt(copy, "destinationVaultArn")).split(":").at(-1);
        if (!names.has(name)) yield finding(plan, "copies backups to a vault of others");
      }
    }
  }
};
