import { Alias, Key } from "@pulumi/aws/kms/index.js";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { arnsOf } from "./arn.ts";
import type { AwsContext } from "./context.ts";
import { type KeyFacts, namedInPolicies } from "./parts.ts";
import type { PolicyDocument } from "./policies/document.ts";
import { auditKeyPolicy, dataKeyPolicy, secretsKeyPolicy } from "./policies/keys.ts";

export interface AwsKeysArgs {
  readonly context: AwsContext;
}

/**
 * The three keys of a stamp: one for data, one for the audit trail, one for secrets and logs, so that no right to one is
 * a right to another. They outlive the stack: what they encrypted can be read for as long as it is kept.
 */
export class AwsKeys extends Component {
  readonly facts: KeyFacts;

  constructor(name: string, { context }: AwsKeysArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Keys", name, options);
    const { settings, names, facts } = context;
    const arns = arnsOf(settings);

    const key = (part: string, description: string, policy: PolicyDocument): Key => {
      const made = new Key(
        this.child(part),
        {
          description: `${context.product.name} ${settings.region}: ${description}`,
          policy: JSON.stringify(policy),
          enableKeyRotation: true,
          rotationPeriodInDays: facts.keyRotationDays,
          deletionWindowInDays: 30,
          multiRegion: false,
        },
        this.within(context.outlives),
      );
      new Alias(this.child(`${part}-alias`), { name: names.of("keyAlias", part), targetKeyId: made.id }, this.within());
      return made;
    };

    const created = (): KeyFacts => {
      const roleArns = namedInPolicies.roles.map((part) => arns.ofAccount("iam", `role/${names.of("role", part)}`));
      const clusterName = names.of("cluster", namedInPolicies.cluster);
      const trailArn = arns.of("cloudtrail", `trail/${names.of("trail", namedInPolicies.trail)}`);
      const data = key("data", "databases, blobs, tenants' keys", dataKeyPolicy(arns, { roleArns, clusterName }));
      const audit = key("audit", "audit store and trail", auditKeyPolicy(arns, { trailArn }));
      const secrets = key("secrets", "secrets, logs and alerts", secretsKeyPolicy(arns));
      return {
        dataKeyArn: data.arn,
        auditKeyArn: audit.arn,
        secretsKeyArn: secrets.arn,
        ready: [data, audit, secrets],
      };
    };

    this.facts = "adopt" in settings.keys ? { ...settings.keys.adopt, ready: [] } : created();
    this.done({ dataKeyArn: this.facts.dataKeyArn });
  }
}
