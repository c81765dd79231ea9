/** Where the AWS services of this region answer. Credentials come from the SDK's default chain: the task's role. */
export interface AwsPlace {
  readonly region: string;
  /** Answers in place of every AWS service; for tests and stand-ins. */
  readonly endpoint?: string | undefined;
}

export interface AwsLimits {
  /** For one try, from sending to the head of the answer. @default 3000 */
  readonly requestMilliseconds?: number;
  /** For one call with all of its tries. @default 8000 */
  readonly callMilliseconds?: number;
  /** Tries of one call. @default 3 */
  readonly attempts?: number;
}

const defaults = { requestMilliseconds: 3000, callMilliseconds: 8000, attempts: 3 } as const;

/**
 * What every client is made with. The SDK sets no time-out of its own: a connection that hangs would hold up whatever waits
 * for it, for ever.
 */
export const clientOptions = ({ region, endpoint }: AwsPlace, limits: AwsLimits = {}) => {
  const { requestMilliseconds, attempts } = { ...defaults, ...limits };
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: attempts,
    retryMode: "standard",
    requestHandler: {
      connectionTimeout: Math.min(requestMilliseconds, 1500),
      requestTimeout: requestMilliseconds,
      socketTimeout: requestMilliseconds,
      // Otherwise it is logged and waited on.
      throwOnRequestTimeout: true,
    },
  };
};

/** Ends a call that its tries have not ended, its body included. One for each call. */
export const callDeadline = (limits: AwsLimits = {}): AbortSignal =>
  AbortSignal.timeout(limits.callMilliseconds ?? defaults.callMilliseconds);
