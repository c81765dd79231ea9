import { Secret, SecretPolicy } from "@pulumi/aws/secretsmanager/index.js";
import { type Input, jsonStringify } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { arnsOf } from "./arn.ts";
import type { AwsContext } from "./context.ts";
import type { KeyFacts, RegionSecret, SecretFacts } from "./parts.ts";
import { secretPolicy } from "./policies/secrets.ts";

export interface AwsSecretsArgs {
  readonly context: AwsContext;
  readonly keys: Pick<KeyFacts, "secretsKeyArn" | "ready">;
}

/**
 * Places for the region's secrets. The stack never knows a value: the first boot makes them, and tasks are given them by
 * the platform. A removed secret can be brought back for 30 days, so its name is not free before.
 */
export class AwsSecrets extends Component {
  readonly facts: SecretFacts;

  constructor(name: string, { context, keys }: AwsSecretsArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Secrets", name, options);
    const { settings, names, holdsData } = context;
    const arns = arnsOf(settings);

    const secret = (which: RegionSecret): Input<string> => {
      const part = kebab(which);
      const made = new Secret(
        this.child(part),
        {
          name: names.of("secret", `${part}-${settings.nameSalt}`),
          description: descriptions[which],
          kmsKeyId: keys.secretsKeyArn,
          recoveryWindowInDays: 30,
        },
        this.within({ ...holdsData, dependsOn: [...keys.ready] }),
      );
      new SecretPolicy(
        this.child(`${part}-policy`),
        {
          secretArn: made.arn,
          policy: jsonStringify(secretPolicy(arns, made.arn)),
          blockPublicPolicy: true,
        },
        this.within(),
      );
      return made.arn;
    };

    const { pinPepper } = settings;
    this.facts = {
      edgeKeys: secret("edgeKeys"),
      pinPrivateKey: secret("pinPrivateKey"),
      pinPublicKey: secret("pinPublicKey"),
      pinPepper: pinPepper === "generate" ? secret("pinPepper") : pinPepper.secretArn,
      adminKey: secret("adminKey"),
      originCa: secret("originCa"),
      originTls: secret("originTls"),
      edgeTls: secret("edgeTls"),
    };
    this.done();
  }
}

/** `pinPrivateKey` as part of a name: `pin-private-key`. */
const kebab = (camel: string): string => camel.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const descriptions: Readonly<Record<RegionSecret, string>> = {
  edgeKeys: "Keys that the edge signs requests to the core API with",
  pinPrivateKey: "Key that the region signs its pin map with",
  pinPublicKey: "Key that other regions verify the pin map with",
  pinPepper: "Pepper of the hashes in pin maps, the same in every region of the product",
  adminKey: "Key of the administrator's interface",
  originCa: "Certificate that the core API's own leads to",
  originTls: "Certificate and key that the core API listens with",
  edgeTls: "Certificate and key that the edge listens with behind the load balancer",
};
