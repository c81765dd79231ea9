import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  BucketLocationConstraint,
  CreateBucketCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { type Moto, startMoto } from "../../../core-api/test/aws/moto.ts";
import { type CapturedGraph, ofType } from "../../../infra/graph/captured.ts";
import type { ReadSecret } from "../secrets.ts";
import { startTranslator } from "./translator.ts";

export interface Aws {
  /** Port of `address` where every service is answered for by the names of the graph. */
  readonly port: number;
  readonly readSecret: ReadSecret;
  stop(): Promise<void>;
}

const named = z.looseObject({ name: z.string() });
const bucket = z.looseObject({ bucket: z.string(), objectLockEnabled: z.boolean().default(false) });
const lock = z.looseObject({
  bucket: z.string(),
  rule: z.strictObject({
    defaultRetention: z.strictObject({ days: z.number(), mode: z.enum(["COMPLIANCE", "GOVERNANCE"]) }),
  }),
});

const credentials = { accessKeyId: "test", secretAccessKey: "test" } as const;

/**
 * Moto with what the graph makes: keys, buckets with their locks, secrets that have no value yet. `given` are the secrets that
 * are there before the graph is, or that AWS fills itself, by ARN.
 */
export const startAws = async (
  graph: CapturedGraph,
  region: string,
  address: string,
  given: Readonly<Record<string, string>>,
): Promise<Aws> => {
  const moto = await startMoto();
  const at = { region, endpoint: moto.endpoint, credentials } as const;
  const names = new Map<string, string>();
  await makeKeys(graph, new KMSClient(at), names);
  await makeBuckets(graph, new S3Client({ ...at, forcePathStyle: true }), region);
  const secrets = new SecretsManagerClient(at);
  await makeSecrets(graph, secrets, names, given);
  const translator = await startTranslator({ address, to: portOf(moto), names });
  return {
    port: translator.port,
    async readSecret(arn) {
      const SecretId = names.get(arn);
      if (SecretId === undefined) return undefined;
      const found = await secrets.send(new GetSecretValueCommand({ SecretId })).catch((error: unknown) => {
        if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
        throw error;
      });
      return found?.SecretString;
    },
    async stop() {
      await translator.stop();
      await moto.stop();
    },
  };
};

const makeKeys = async (graph: CapturedGraph, kms: KMSClient, names: Map<string, string>): Promise<void> => {
  for (const { id } of ofType(graph, "aws:kms/key:Key")) {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const [declared] = new RegExp(`arn:[^"\\\\]*:key/${id}`).exec(JSON.stringify(graph.resources)) ?? [];
    if (declared !== undefined) names.set(declared, KeyMetadata?.Arn ?? "");
    names.set(id, KeyMetadata?.KeyId ?? "");
  }
};

const makeBuckets = async (graph: CapturedGraph, s3: S3Client, region: string): Promise<void> => {
  // S3 takes no constraint for the first of its regions.
  const elsewhere = Object.values(BucketLocationConstraint).find((one) => one === region);
  const place = elsewhere === undefined ? {} : { CreateBucketConfiguration: { LocationConstraint: elsewhere } };
  for (const { inputs } of ofType(graph, "aws:s3/bucket:Bucket")) {
    const { bucket: Bucket, objectLockEnabled } = bucket.parse(inputs);
    await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: objectLockEnabled, ...place }));
  }
  for (const { inputs } of ofType(graph, "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")) {
    const { bucket: Bucket, rule } = lock.parse(inputs);
    const { days: Days, mode: Mode } = rule.defaultRetention;
    await s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Days, Mode } } },
      }),
    );
  }
};

const makeSecrets = async (
  graph: CapturedGraph,
  client: SecretsManagerClient,
  names: Map<string, string>,
  given: Readonly<Record<string, string>>,
): Promise<void> => {
  for (const { id, inputs } of ofType(graph, "aws:secretsmanager/secret:Secret")) {
    const { ARN } = await client.send(new CreateSecretCommand({ Name: named.parse(inputs).name }));
    names.set(id, ARN ?? "");
  }
  for (const [arn, SecretString] of Object.entries(given)) {
    const Name = arn.replace(/^.*:secret:/, "").replace(/-[A-Za-z0-9]{6}$/, "");
    const { ARN } = await client.send(new CreateSecretCommand({ Name, SecretString }));
    names.set(arn, ARN ?? "");
  }
};

const portOf = ({ endpoint }: Moto): number => Number(new URL(endpoint).port);
