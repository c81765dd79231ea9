import { DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { type KeyService, KeyServiceUnanswered, KeyUnavailable } from "./key-service.ts";
import { isNeighbour, parseKmsArn } from "./kms-arn.ts";
import { createKmsCall, type KmsCall, type KmsOptions } from "./kms-client.ts";
import { ensureTenantKmsKey, keepTenantKmsKey, type TenantKmsKeyOptions } from "./tenant-kms-key.ts";
import { assertWrappable } from "./wrappable.ts";

export interface AwsKmsOptions extends KmsOptions {
  /** ARN of the region's key. Not of an alias, which may come to name another. */
  readonly key: string;
  /** Given to a process that makes keys of tenants' own. */
  readonly tenantKeys?: Pick<TenantKmsKeyOptions, "aliasPrefix" | "stack" | "rotationDays"> | undefined;
}

/**
 * AWS KMS. The id of a key is its ARN; the context is the encryption context, so it can be read in CloudTrail beside every
 * use of the key and must hold nothing secret. Throws `RangeError` for a key that is no ARN.
 */
export const awsKmsKeyService = ({ key, tenantKeys, ...options }: AwsKmsOptions): KeyService => {
  const own = parseKmsArn(key);
  if (own === undefined) throw new RangeError("the key must be the ARN of a KMS key");
  const call = createKmsCall(options);
  // Whoever can write the catalog must not be able to hand us a key of an account of theirs.
  const usable = (keyId: string): boolean => {
    const asked = parseKmsArn(keyId);
    return asked !== undefined && isNeighbour(asked, own);
  };
  if (tenantKeys === undefined) return serviceOver({ call, key, usable });
  const unnamed = new Map<string, string>();
  return {
    ...serviceOver({ call, key, usable }),
    async ofOrganisation(orgId) {
      const arn = await ensureTenantKmsKey({ call, unnamed, orgId, ...tenantKeys });
      return serviceOver({ call, key: arn, usable });
    },
    async keepRotation(keyId) {
      if (!usable(keyId)) throw foreign();
      return keepTenantKmsKey(call, keyId, tenantKeys.rotationDays);
    },
  };
};

interface ServiceOver {
  readonly call: KmsCall;
  readonly key: string;
  readonly usable: (keyId: string) => boolean;
}

const serviceOver = ({ call, key, usable }: ServiceOver): KeyService => ({
  id: key,
  async wrap(plain, context) {
    assertWrappable(plain);
    const { CiphertextBlob: wrapped } = await call((client, abortSignal) =>
      client.send(new EncryptCommand({ KeyId: key, Plaintext: plain, EncryptionContext: encryptionContext(context) }), {
        abortSignal,
      }),
    );
    if (wrapped === undefined) throw new KeyServiceUnanswered("AWS KMS answered without a ciphertext", "fault");
    return new Uint8Array(wrapped);
  },
  async unwrap(wrapped, context, keyId = key) {
    if (!usable(keyId)) throw foreign();
    // KMS refuses these as malformed requests, not as ciphertexts.
    if (wrapped.length === 0 || wrapped.length > maxWrappedBytes) {
      throw new KeyUnavailable("it was changed after it was wrapped", "changed");
    }
    const { Plaintext: plain, KeyId: usedKey } = await call((client, abortSignal) =>
      client.send(
        new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: encryptionContext(context) }),
        { abortSignal },
      ),
    );
    if (plain === undefined) throw new KeyServiceUnanswered("AWS KMS answered without a plaintext", "fault");
    if (usedKey !== keyId) throw new KeyUnavailable("it was wrapped under another key", "other-key");
    return new Uint8Array(plain);
  },
  advice: (why) => `BAILIWICK_KMS_KEY does not open this region's data: ${why}.`,
});

const foreign = (): KeyUnavailable =>
  new KeyUnavailable("it was wrapped under a key outside this region's account", "other-key");

/** Limit of `CiphertextBlob`. (docs.aws.amazon.com/kms, API_Decrypt) */
const maxWrappedBytes = 6144;

/** The first pair tells our uses of the key from others' in CloudTrail and in conditions of key policies. */
const encryptionContext = (context: string): Record<string, string> =>
  context === "" ? { "bailiwick:use": "wrap" } : { "bailiwick:use": "wrap", "bailiwick:context": context };
