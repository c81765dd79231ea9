import { S3Client } from "@aws-sdk/client-s3";
import { type AwsLimits, type AwsPlace, callDeadline, clientOptions } from "./client-options.ts";
import { awsFailure } from "./failure.ts";

/** Runs one call to S3, the reading of its body included, with a deadline over all of its tries. */
export type S3Call = <T>(send: (client: S3Client, signal: AbortSignal) => Promise<T>) => Promise<T>;

/** @default 10 s for one try, 30 s for a call: objects are larger than keys. */
const defaultLimits: AwsLimits = { requestMilliseconds: 10_000, callMilliseconds: 30_000, attempts: 3 };

export interface S3Options extends AwsPlace {
  readonly bucket: string;
  readonly limits?: AwsLimits;
}

/** Calls to S3. Credentials that S3 takes no more are read anew, once. Errors are the SDK's. */
export const createS3Call = ({ region, endpoint, limits: given }: Omit<S3Options, "bucket">): S3Call => {
  const limits = { ...defaultLimits, ...given };
  const client = new S3Client({
    ...clientOptions({ region, endpoint }, limits),
    // A stand-in has no names for buckets.
    forcePathStyle: endpoint !== undefined,
  });
  return async (send) => {
    const signal = callDeadline(limits);
    try {
      return await send(client, signal);
    } catch (error) {
      if (awsFailure(error)?.transient !== "credentials") throw error;
      await client.config.credentials({ forceRefresh: true });
      return await send(client, signal);
    }
  };
};
