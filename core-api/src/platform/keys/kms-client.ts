import { KMSClient } from "@aws-sdk/client-kms";
import { type AwsLimits, type AwsPlace, callDeadline, clientOptions } from "../aws/client-options.ts";
import { awsFailure } from "../aws/failure.ts";
import { keyFailure } from "./kms-failure.ts";

export interface KmsOptions extends AwsPlace {
  readonly limits?: AwsLimits;
}

/** Runs one call to KMS, with a deadline over all of its tries. */
export type KmsCall = <T>(send: (client: KMSClient, signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * Calls to KMS with bounded tries and time. Credentials that the service takes no more are read anew, once: the role's may
 * have been replaced before their time. Throws what `keyFailure` makes of an error.
 */
export const createKmsCall = ({ limits, ...place }: KmsOptions): KmsCall => {
  const client = new KMSClient(clientOptions(place, limits));
  return async (send) => {
    const signal = callDeadline(limits);
    try {
      return await send(client, signal);
    } catch (error) {
      if (awsFailure(error)?.transient !== "credentials") throw keyFailure(error);
      try {
        await client.config.credentials({ forceRefresh: true });
        return await send(client, signal);
      } catch (again) {
        throw keyFailure(again);
      }
    }
  };
};
