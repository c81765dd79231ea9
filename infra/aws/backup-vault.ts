import { Vault, VaultLockConfiguration } from "@pulumi/aws/backup/index.js";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { AwsContext } from "./context.ts";

export interface BackupVaultArgs {
  readonly context: AwsContext;
  /** Part of the vault's name. */
  readonly part: string;
  readonly keyArn: Input<string>;
  readonly after: readonly Resource[];
}

/** Days in which a lock can still be taken off; AWS accepts no fewer than 3. */
const changeableForDays = 3;

/**
 * A locked vault: what is in it is kept for as long as was promised, whoever asks for less. In production the lock itself
 * cannot be taken off once its first days are over; elsewhere an administrator still can.
 */
export class BackupVault extends Component {
  readonly vaultName: Output<string>;
  readonly arn: Output<string>;

  constructor(name: string, { context, part, keyArn, after }: BackupVaultArgs, options?: ComponentOptions) {
    super("bailiwick:aws:BackupVault", name, options);
    const { settings, names, facts, outlives } = context;

    const vault = new Vault(
      this.child("points"),
      {
        // A vault that outlived a stack keeps its name; the salt lets the next one have its own.
        name: names.of("backupVault", `${part}-${settings.nameSalt}`),
        kmsKeyArn: keyArn,
        forceDestroy: false,
      },
      this.within({ ...outlives, dependsOn: [...after] }),
    );
    new VaultLockConfiguration(
      this.child("lock"),
      {
        backupVaultName: vault.name,
        minRetentionDays: facts.backupDays,
        maxRetentionDays: facts.backupDays,
        // Its presence alone makes the lock one for compliance.
        ...(facts.auditLockMode === "COMPLIANCE" ? { changeableForDays } : {}),
      },
      this.within(outlives),
    );
    this.vaultName = vault.name;
    this.arn = vault.arn;
    this.done({ arn: vault.arn });
  }
}
