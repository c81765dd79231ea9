import { oneOf } from "@bailiwick/contract/problems-found";
import { backupDays, daysOf, leastRotationDays, logRetentions, profileLockDays } from "../facts.ts";
import { problem, type Rule } from "./rule.ts";

/** Ten years. A lock in compliance mode cannot be taken back: a slip of the pen would hold for a century. */
const mostLockDays = 3653;

/** A stack file can only tighten what the profile promises. */
export const onlyStricter: Rule = function* ({ settings: { stricter }, product }) {
  const { keyRotationDays, auditLockDays, logRetentionDays } = stricter;
  if (keyRotationDays !== undefined && keyRotationDays > product.keys.rotationDays) {
    yield problem(
      "stricter.keyRotationDays",
      `must be at most the profile's ${product.keys.rotationDays}, not ${keyRotationDays}`,
    );
  }
  const locked = profileLockDays(product);
  if (auditLockDays !== undefined && auditLockDays < locked) {
    yield problem("stricter.auditLockDays", `must be at least the profile's ${locked}, not ${auditLockDays}`);
  }
  const most = Math.max(mostLockDays, locked);
  if (auditLockDays !== undefined && auditLockDays > most) {
    yield problem(
      "stricter.auditLockDays",
      `must be at most ${most}, not ${auditLockDays}: nobody can remove what is locked, nor close the account that pays for it`,
    );
  }
  if (logRetentionDays !== undefined && !logRetentions.includes(logRetentionDays)) {
    yield problem("stricter.logRetentionDays", `must be ${oneOf(logRetentions)}, which CloudWatch accepts`);
  }
};

/** What no stack on AWS can keep. */
export const cloudCanKeep: Rule = function* ({ product }) {
  if (product.keys.rotationDays < leastRotationDays) {
    yield problem("product", `must rotate keys every ${leastRotationDays} days or less often: KMS rotates no sooner`);
  }
  const days = daysOf(product.backups.retention);
  if (days > backupDays) yield problem("product", `must promise at most ${backupDays} days of backups, not ${days}`);
};

export const lockIsReal: Rule = function* ({ settings, stack }) {
  if (settings.auditLock === "compliance" || /^(test|dev)-/.test(stack.name)) return;
  yield problem("auditLock", 'must be "compliance": only a stack whose name begins with test- or dev- may be unlocked');
};

export const modelsStay: Rule = function* ({ settings, product }) {
  const { models, mode } = settings;
  const promised = product.deployment.modes[mode]?.modelEndpoint;
  if (models !== "none" && "customer" in models && promised === "region") {
    yield problem("models", "must be {bedrock: […]}: the profile promises the region's own endpoint");
  }
};
