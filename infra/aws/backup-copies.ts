import { Key } from "@pulumi/aws/kms/index.js";
import { Provider } from "@pulumi/aws/provider.js";
import type { Input, Output } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { arnsOf } from "./arn.ts";
import { BackupVault } from "./backup-vault.ts";
import type { AwsContext } from "./context.ts";
import { backupKeyPolicy } from "./policies/keys.ts";

export interface BackupCopiesArgs {
  readonly context: AwsContext;
  /** Region inside the jurisdiction that the profile names. */
  readonly region: string;
}

/**
 * Where copies of backups go: a locked vault in a second region of the same jurisdiction, under a key of that region. The
 * only thing a stamp has outside of its own region, and only where the profile promises it.
 */
export class BackupCopies extends Component {
  readonly vaultArn: Output<string>;
  readonly keyArn: Input<string>;

  constructor(name: string, { context, region }: BackupCopiesArgs, options?: ComponentOptions) {
    super("bailiwick:aws:BackupCopies", name, options);
    const { settings, facts, product, tags, outlives } = context;

    const provider = new Provider(
      this.child("region"),
      { region, allowedAccountIds: [settings.accountId], defaultTags: { tags: { ...tags } } },
      this.within(),
    );
    const key = new Key(
      this.child("key"),
      {
        description: `${product.name} ${settings.region}: copies of backups`,
        policy: JSON.stringify(backupKeyPolicy(arnsOf({ ...settings, region }))),
        enableKeyRotation: true,
        rotationPeriodInDays: facts.keyRotationDays,
        deletionWindowInDays: 30,
        multiRegion: false,
      },
      this.within({ ...outlives, provider }),
    );
    const vault = new BackupVault(
      this.child("vault"),
      { context, part: `copies-of-${settings.region}`, keyArn: key.arn, after: [key] },
      { parent: this, providers: [provider] },
    );
    this.vaultArn = vault.arn;
    this.keyArn = key.arn;
    this.done({ vaultArn: vault.arn });
  }
}
