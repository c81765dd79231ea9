import type { Region } from "@bailiwick/contract/region";
import { awsFailure } from "../platform/aws/failure.ts";
import { readConfig } from "../platform/config.ts";
import { awsSecretStore } from "../platform/region-secrets/index.ts";
import { CommandFailure } from "./failure.ts";

export interface ShownRegion {
  readonly pinPublicKey: string;
  /** As the list of regions must have it. */
  readonly region: Region;
}

/** What other regions must know of this one. Throws `CommandFailure` where its key has not been made. */
export const showRegion = async (variables: NodeJS.ProcessEnv): Promise<ShownRegion> => {
  const pinPublicKey = await publicKey(variables);
  const { region } = await readConfig({ ...variables, BAILIWICK_PIN_PUBLIC_KEY: pinPublicKey }, ["region"]);
  return { pinPublicKey, region };
};

const publicKey = async (variables: NodeJS.ProcessEnv): Promise<string> => {
  const given = await readConfig(variables, ["pinPublicKey"]);
  if (given.pinPublicKey !== undefined) return given.pinPublicKey;
  const { pinPublicKeyId, aws } = await readConfig(variables, ["pinPublicKeyId", "aws"]);
  const stored = await awsSecretStore(aws).read(pinPublicKeyId).catch(unread);
  if (stored !== undefined) return stored.value;
  throw new CommandFailure({
    code: "no-pin-key",
    message: "The region has no pin key yet.",
    suggestion: "bailiwick region init makes it.",
  });
};

const unread = (error: unknown): never => {
  const failure = awsFailure(error);
  if (failure === undefined || !(error instanceof Error)) throw error;
  throw new CommandFailure({
    code: "secrets-unavailable",
    message: `The public key cannot be read: ${error.message.replace(/\.$/, "")}.`,
    suggestion: "It takes credentials of the region's account that may read that secret.",
  });
};
