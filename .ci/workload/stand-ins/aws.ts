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

export interface AwsOptions {
  readonly region: string;
  /** Where to listen. */
  readonly address: string;
  readonly used: UsedParts;
  readonly given: Readonly<Record<string, string>>;
}

const named = z.looseObject({ name: z.string() });
const bucket = z.looseObject({ bucket: z.string() });
const lock = z.looseObject({
  bucket: z.string(),
  rule: z.strictObject({
    defaultRetention: z.strictObject({ days: z.number(), mode: z.enum(["COMPLIANCE", "GOVERNANCE"]) }),
  }),
});

const motoAccount = "123456789012";
const credentials = { accessKeyId: "test", secretAccessKey: "test" } as const;

/** What the tasks use, as the stack exports it; where the graph does not make it, it was brought. */
export interface UsedParts {
  readonly keyArn: string;
  /** Names of buckets without a lock. */
  readonly buckets: readonly string[];
  readonly audit: { readonly bucket: string; readonly days: number };
}

/**
 * Moto with what the graph makes and what was brought: keys, buckets with their locks, secrets that have no value yet. `given`
 * are the secrets that are there before the graph is, or that AWS fills itself, by ARN.
 */
export const startAws = async (graph: CapturedGraph, { region, address, used, given }: AwsOptions): Promise<Aws> => {
  const moto = await startMoto();
  const at = { region, endpoint: moto.endpoint, credentials } as const;
  const names = new Map<string, string>();
  await makeKeys(graph, new KMSClient(at), names, used.keyArn);
  await makeBuckets(bucketsOf(graph, used), new S3Client({ ...at, forcePathStyle: true }), region);
  const secrets = new SecretsManagerClient(at);
  await makeSecrets(graph, secrets, names, given);
  // Keys of tenants are made as they sign up, in moto's one account. After the ARNs, which have it in them.
  names.set(used.keyArn.split(":")[4] ?? "", motoAccount);
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

const makeKeys = async (
  graph: CapturedGraph,
  kms: KMSClient,
  names: Map<string, string>,
  used: string,
): Promise<void> => {
  const make = async (id: string, arn: string | undefined): Promise<void> => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    if (arn !== undefined) names.set(arn, KeyMetadata?.Arn ?? "");
    names.set(id, KeyMetadata?.KeyId ?? "");
  };
  for (const { id } of ofType(graph, "aws:kms/key:Key")) {
    const [declared] = new RegExp(`arn:[^"\\\\]*:key/${id}`).exec(JSON.stringify(graph.resources)) ?? [];
    await make(id, declared);
  }
  if (!names.has(used)) await make(used.replace(/^.*:key\//, ""), used);
};

interface Bucket {
  readonly name: string;
  readonly lock?: { readonly days: number; readonly mode: "COMPLIANCE" | "GOVERNANCE" };
}

const bucketsOf = (graph: CapturedGraph, { buckets, audit }: UsedParts): readonly Bucket[] => {
  const locks = ofType(graph, "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").map(({ inputs }) =>
    lock.parse(inputs),
  );
  const made = ofType(graph, "aws:s3/bucket:Bucket").map(({ inputs }) => {
    const { bucket: name } = bucket.parse(inputs);
    const retention = locks.find((one) => one.bucket === name)?.rule.defaultRetention;
    return retention === undefined ? { name } : { name, lock: retention };
  });
  const brought = [
    ...buckets.map((name) => ({ name })),
    { name: audit.bucket, lock: { days: audit.days, mode: "COMPLIANCE" as const } },
  ];
  return [...made, ...brought.filter(({ name }) => !made.some((one) => one.name === name))];
};

const makeBuckets = async (buckets: readonly Bucket[], s3: S3Client, region: string): Promise<void> => {
  // S3 takes no constraint for the first of its regions.
  const elsewhere = Object.values(BucketLocationConstraint).find((one) => one === region);
  const place = elsewhere === undefined ? {} : { CreateBucketConfiguration: { LocationConstraint: elsewhere } };
  for (const { name: Bucket, lock: retention } of buckets) {
    const ObjectLockEnabledForBucket = retention !== undefined;
    await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket, ...place }));
    if (retention === undefined) continue;
    const DefaultRetention = { Days: retention.days, Mode: retention.mode };
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention } } as const;
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
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
