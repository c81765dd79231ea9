import type * as accessanalyzer from "@pulumi/aws/accessanalyzer/index.js";
import type * as backup from "@pulumi/aws/backup/index.js";
import type * as budgets from "@pulumi/aws/budgets/index.js";
import type * as costexplorer from "@pulumi/aws/costexplorer/index.js";
import type * as guardduty from "@pulumi/aws/guardduty/index.js";
import type * as securityhub from "@pulumi/aws/securityhub/index.js";
import type * as wafv2 from "@pulumi/aws/wafv2/index.js";
import type { Facts } from "./facts.ts";
import { linkRow, type Rows, row } from "./row.ts";

const name = (facts: Facts) => facts.named();
const vaultArn = (facts: Facts, vault: string) => facts.arn("backup", `backup-vault:${vault}`);
const ofVault = { backupVaultArn: (facts: Facts) => vaultArn(facts, facts.text("backupVaultName")) };
const wafArn = (kind: string) => (facts: Facts, id: string) => {
  const scope = facts.text("scope") === "CLOUDFRONT" ? "global" : "regional";
  return facts.arn("wafv2", `${scope}/${kind}/${name(facts)}/${id}`);
};
const lockToken = (facts: Facts) => facts.uuid("lock");
const uuid = (facts: Facts) => facts.uuid();

/** Backups, firewalls, threat detection, budgets. */
export const protectionRows: Rows = {
  "aws:backup/vault:Vault": row<backup.VaultState>({
    id: name,
    outputs: { name, arn: (facts) => vaultArn(facts, name(facts)), recoveryPoints: () => 0 },
  }),
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": row<backup.VaultLockConfigurationState>({
    id: (facts) => facts.text("backupVaultName"),
    outputs: ofVault,
  }),
  "aws:backup/vaultPolicy:VaultPolicy": row<backup.VaultPolicyState>({
    id: (facts) => facts.text("backupVaultName"),
    outputs: ofVault,
  }),
  "aws:backup/vaultNotifications:VaultNotifications": row<backup.VaultNotificationsState>({
    id: (facts) => facts.text("backupVaultName"),
    outputs: ofVault,
  }),
  "aws:backup/plan:Plan": row<backup.PlanState>({
    id: uuid,
    outputs: {
      name,
      arn: (facts, id) => facts.arn("backup", `backup-plan:${id}`),
      version: (facts) => facts.hex(48, "version"),
    },
  }),
  "aws:backup/selection:Selection": row<backup.SelectionState>({ id: uuid, outputs: { name } }),
  "aws:backup/regionSettings:RegionSettings": { id: (facts) => facts.context.region },
  "aws:guardduty/detector:Detector": row<guardduty.DetectorState>({
    id: (facts) => facts.hex(32),
    outputs: {
      accountId: (facts) => facts.context.accountId,
      arn: (facts, id) => facts.arn("guardduty", `detector/${id}`),
    },
  }),
  "aws:guardduty/detectorFeature:DetectorFeature": linkRow<guardduty.DetectorFeatureState>("/", "detectorId", "name"),
  "aws:wafv2/webAcl:WebAcl": row<wafv2.WebAclState>({
    id: uuid,
    outputs: { name, arn: wafArn("webacl"), capacity: () => 100, lockToken, applicationIntegrationUrl: () => "" },
  }),
  "aws:wafv2/webAclAssociation:WebAclAssociation": linkRow<wafv2.WebAclAssociationState>(
    ",",
    "webAclArn",
    "resourceArn",
  ),
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": linkRow<wafv2.WebAclLoggingConfigurationState>(
    "",
    "resourceArn",
  ),
  "aws:wafv2/ipSet:IpSet": row<wafv2.IpSetState>({ id: uuid, outputs: { name, arn: wafArn("ipset"), lockToken } }),
  "aws:wafv2/regexPatternSet:RegexPatternSet": row<wafv2.RegexPatternSetState>({
    id: uuid,
    outputs: { name, arn: wafArn("regexpatternset"), lockToken },
  }),
  "aws:wafv2/ruleGroup:RuleGroup": row<wafv2.RuleGroupState>({
    id: uuid,
    outputs: { name, arn: wafArn("rulegroup"), lockToken },
  }),
  "aws:budgets/budget:Budget": row<budgets.BudgetState>({
    id: (facts) => `${facts.context.accountId}:${name(facts)}`,
    outputs: {
      name,
      accountId: (facts) => facts.context.accountId,
      arn: (facts) => facts.globalArn("budgets", `budget/${name(facts)}`),
    },
  }),
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": row<costexplorer.AnomalyMonitorState>({
    id: (facts) => facts.globalArn("ce", `anomalymonitor/${facts.uuid()}`),
    outputs: { arn: (_facts, id) => id, name },
  }),
  "aws:costexplorer/anomalySubscription:AnomalySubscription": row<costexplorer.AnomalySubscriptionState>({
    id: (facts) => facts.globalArn("ce", `anomalysubscription/${facts.uuid()}`),
    outputs: { arn: (_facts, id) => id, name },
  }),
  "aws:accessanalyzer/analyzer:Analyzer": row<accessanalyzer.AnalyzerState>({
    id: (facts) => facts.text("analyzerName"),
    outputs: { arn: (facts) => facts.arn("access-analyzer", `analyzer/${facts.text("analyzerName")}`) },
  }),
  "aws:securityhub/account:Account": row<securityhub.AccountState>({
    id: (facts) => facts.context.accountId,
    outputs: { arn: (facts) => facts.arn("securityhub", "hub/default") },
  }),
};
