import { regionSecrets } from "../parts.ts";
import type { Grant } from "./grant.ts";
import type { RoleFacts } from "./role-facts.ts";

/** The first boot makes the values that are missing; later ones renew certificates near their end. */
export const regionSecretGrants = ({
  arns,
  keys,
  secrets,
  makesPepper,
}: Pick<RoleFacts, "arns" | "keys" | "secrets" | "makesPepper">): readonly Grant[] => {
  const all = regionSecrets.map((secret) => secrets[secret]);
  const made = regionSecrets.filter((secret) => makesPepper || secret !== "pinPepper").map((secret) => secrets[secret]);
  return [
    {
      sid: "ReadRegionSecrets",
      why: "see which of the region's secrets have a value, and hand them to the worker",
      actions: ["secretsmanager:GetSecretValue"],
      resources: all,
    },
    {
      sid: "MakeRegionSecrets",
      why: "make the values that are missing, and renew the certificates inside the region",
      actions: ["secretsmanager:PutSecretValue"],
      resources: made,
    },
    {
      sid: "SealRegionSecrets",
      why: "have Secrets Manager encrypt and decrypt these secrets",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [keys.secretsKeyArn],
      conditions: {
        StringEquals: {
          "kms:ViaService": `secretsmanager.${arns.region}.amazonaws.com`,
          "kms:EncryptionContext:SecretARN": all,
        },
      },
    },
  ];
};
