import {
  IAMClient,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from "@aws-sdk/client-iam";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Account } from "./account.ts";

export interface AwsAccountOptions {
  readonly region: string;
  /** For stand-ins. @default AWS's own */
  readonly endpoint?: string;
}

/** For one try of a request. */
const timeoutMs = 10_000;

/** Actions that one simulation may name. */
const simulated = 50;

/** An account by AWS's API, with whatever credentials the machine has. Changes nothing. */
export const awsAccount = ({ region, endpoint }: AwsAccountOptions): Account => {
  const options = {
    region,
    maxAttempts: 2,
    // The SDK has no time-out of its own.
    requestHandler: {
      connectionTimeout: 5000,
      requestTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      throwOnRequestTimeout: true,
    },
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  };
  const sts = new STSClient(options);
  const identity = () => sts.send(new GetCallerIdentityCommand({}));
  const unknown = (): undefined => undefined;

  return {
    async callerAccount() {
      const { Account: account } = await identity();
      if (account === undefined) throw new Error("AWS did not say whose credentials these are");
      return account;
    },
    async quota(service, code) {
      const client = new ServiceQuotasClient(options);
      const asked = { ServiceCode: service, QuotaCode: code };
      const own = await client.send(new GetServiceQuotaCommand(asked)).catch(unknown);
      const found = own ?? (await client.send(new GetAWSDefaultServiceQuotaCommand(asked)).catch(unknown));
      return found?.Quota?.Value;
    },
    async bucketTaken(name) {
      try {
        await new S3Client(options).send(new HeadBucketCommand({ Bucket: name }));
        return true;
      } catch (error) {
        const status = statusOf(error);
        if (status === 404) return false;
        // 403: somebody else's. 301 and 400: in another region.
        return status === 403 || status === 301 || status === 400 ? true : undefined;
      }
    },
    async refused(requests) {
      const { Arn: arn = "" } = await identity();
      const client = new IAMClient(options);
      const refused = new Set<string>();
      for (const { actions, resources, context } of requests) {
        const ContextEntries = context.map(({ key, type, values }) => ({
          ContextKeyName: key,
          ContextKeyType: type,
          ContextKeyValues: [...values],
        }));
        const given = { PolicySourceArn: roleOf(arn), ResourceArns: [...resources], ContextEntries };
        for (let at = 0; at < actions.length; at += simulated) {
          const some = actions.slice(at, at + simulated);
          const allowed = await allowedOf(client, { ...given, ActionNames: some }).catch(unknown);
          if (allowed === undefined) return undefined;
          // What was not answered for is not allowed.
          for (const action of some) if (!allowed.has(action)) refused.add(action);
        }
      }
      return [...refused].toSorted();
    },
  };
};

/** Actions that the simulator allows, whatever page of its answer they are on. */
const allowedOf = async (
  client: IAMClient,
  input: SimulatePrincipalPolicyCommandInput,
): Promise<ReadonlySet<string>> => {
  const allowed = new Set<string>();
  for (let Marker: string | undefined; ; ) {
    const answer = await client.send(new SimulatePrincipalPolicyCommand({ ...input, Marker }));
    for (const { EvalActionName: action = "", EvalDecision: decision } of answer.EvaluationResults ?? []) {
      if (decision === "allowed") allowed.add(action);
    }
    if (answer.IsTruncated !== true || answer.Marker === undefined) return allowed;
    Marker = answer.Marker;
  }
};

const statusOf = (error: unknown): unknown =>
  error instanceof Error && "$metadata" in error && typeof error.$metadata === "object" && error.$metadata !== null
    ? Reflect.get(error.$metadata, "httpStatusCode")
    : undefined;

/** A session's policies are those of its role. */
const roleOf = (arn: string): string => {
  const session = /^arn:([a-z-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  return session === null ? arn : `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
};
