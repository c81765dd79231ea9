import { Plan, Selection } from "@pulumi/aws/backup/index.js";
import { Policy, Role, RolePolicy } from "@pulumi/aws/iam/index.js";
import type { Input } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { arnsOf } from "./arn.ts";
import { BackupCopies } from "./backup-copies.ts";
import { BackupVault } from "./backup-vault.ts";
import type { AwsContext } from "./context.ts";
import type { DatabaseFacts, KeyFacts, StorageFacts } from "./parts.ts";
import { backupGrants } from "./policies/backup.ts";
import { auditStays } from "./policies/boundary.ts";
import { boundaryNames } from "./policies/boundary-names.ts";
import { trustOf } from "./policies/document.ts";
import { policyOfGrants } from "./policies/grant.ts";

export interface AwsBackupArgs {
  readonly context: AwsContext;
  readonly keys: KeyFacts;
  readonly databases: Pick<DatabaseFacts, "arns">;
  readonly storage: Pick<StorageFacts, "blobs" | "artifacts" | "audit">;
}

/** Most that AWS Backup keeps of a continuous backup, in days. */
const continuousDays = 35;

/**
 * Backups of what the stamp made, in a locked vault: any second of the last 35 days. What a customer brought, the customer
 * backs up. The audit store is not among it: nothing in that can be lost, and a copy would be one more place to search.
 */
export class AwsBackup extends Component {
  constructor(name: string, { context, keys, databases, storage }: AwsBackupArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Backup", name, options);
    const { settings, names, facts } = context;
    const arns = arnsOf(settings);
    const buckets = "adopt" in settings.storage ? [] : [storage.blobs.arn, storage.artifacts.arn];
    const resources = [...databases.arns, ...buckets];

    const role = (copies: BackupCopies | undefined): { made: Role; policy: RolePolicy } => {
      const backups = {
        arns,
        bucketArns: buckets,
        keyArns: [keys.dataKeyArn, ...(copies === undefined ? [] : [copies.keyArn])],
        regions: [settings.region, ...(facts.backupCopyRegion === undefined ? [] : [facts.backupCopyRegion])],
      };
      // A boundary has less room than a role's policy: clusters by the beginning of their names.
      const clusters = arns.of("rds", `cluster:${context.stack.name}-*`);
      const boundary = new Policy(
        this.child("boundary"),
        {
          name: names.of("policy", boundaryNames.backup),
          description: `${context.product.name}: the most that AWS Backup can be allowed on the stamp's behalf`,
          policy: policyOfGrants([
            ...backupGrants({ ...backups, clusterArns: [clusters] }),
            auditStays(storage.audit.arn),
          ]),
        },
        this.within(),
      );
      const made = new Role(
        this.child("role"),
        {
          name: names.of("role", "backup"),
          description: `${context.product.name}: backs up the stamp's databases and buckets`,
          assumeRolePolicy: trustOf("backup.amazonaws.com", { StringEquals: { "aws:SourceAccount": arns.accountId } }),
          permissionsBoundary: boundary.arn,
        },
        this.within(),
      );
      const grants = backupGrants({ ...backups, clusterArns: databases.arns });
      const policy = new RolePolicy(
        this.child("role-policy"),
        { name: "backup", role: made.name, policy: policyOfGrants(grants) },
        this.within(),
      );
      return { made, policy };
    };

    const plan = (vault: BackupVault, copies: BackupCopies | undefined): Plan =>
      new Plan(
        this.child("plan"),
        {
          name: names.of("backupPlan", "all"),
          rules: [
            {
              ruleName: "continuous",
              targetVaultName: vault.vaultName,
              schedule: "cron(0 1 * * ? *)",
              enableContinuousBackup: true,
              lifecycle: { deleteAfter: Math.min(facts.backupDays, continuousDays) },
            },
            ...(copies === undefined ? [] : [copied(vault, copies.vaultArn)]),
          ],
        },
        this.within(),
      );

    /** A continuous backup is bound to its region; what leaves it is a snapshot a day. */
    const copied = (vault: BackupVault, destinationVaultArn: Input<string>) => ({
      ruleName: "copies",
      targetVaultName: vault.vaultName,
      schedule: "cron(0 4 * * ? *)",
      lifecycle: { deleteAfter: facts.backupDays },
      copyActions: [{ destinationVaultArn, lifecycle: { deleteAfter: facts.backupDays } }],
    });

    if (resources.length > 0) {
      const vault = new BackupVault(
        this.child("vault"),
        { context, part: "backups", keyArn: keys.dataKeyArn, after: keys.ready },
        { parent: this },
      );
      const { backupCopyRegion } = facts;
      const copies =
        backupCopyRegion === undefined
          ? undefined
          : new BackupCopies(this.child("copies"), { context, region: backupCopyRegion }, { parent: this });
      const { made, policy } = role(copies);
      new Selection(
        this.child("selection"),
        { name: names.of("backupPlan", "stamp"), planId: plan(vault, copies).id, iamRoleArn: made.arn, resources },
        this.within({ dependsOn: [policy] }),
      );
    }
    this.done();
  }
}
