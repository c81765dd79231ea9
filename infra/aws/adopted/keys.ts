import { type GetKeyResult, getKey } from "@pulumi/aws/kms/getKey.js";
import { type Check, look, together } from "./look.ts";

/** What makes a key unfit to lock a region's data, with the ends of the sentences that its path begins. */
export const keyFaults = function* (key: GetKeyResult): Generator<string> {
  const { keyManager, keyState, keySpec, keyUsage, multiRegion } = key;
  if (keyManager !== "CUSTOMER") yield "must be a key of the account's own, not one that AWS manages";
  if (keyState !== "Enabled") yield `must be enabled; it is ${keyState}`;
  if (keyUsage !== "ENCRYPT_DECRYPT" || keySpec !== "SYMMETRIC_DEFAULT") {
    yield `must be a symmetric key that encrypts, not ${keySpec} for ${keyUsage}`;
  }
  if (multiRegion) yield "must not be a multi-Region key: what it locks could be opened in another region";
};

/** Keys that are brought. Whether they rotate, the provider cannot tell. */
export const keyProblems: Check = async ({ settings: { keys } }, as) => {
  if (!("adopt" in keys)) return [];
  return together(
    Object.entries(keys.adopt).map(([name, keyId]) =>
      look({ path: `keys.adopt.${name}`, find: () => getKey({ keyId }, as), judge: keyFaults }),
    ),
  );
};
