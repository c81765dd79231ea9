/** Why a call got no answer that decides anything: the same call may succeed later. */
export type AwsTransient = "throttled" | "timeout" | "unreachable" | "credentials" | "fault";

export interface AwsFailure {
  /** The service's code, or the name of the error that kept it from answering. */
  readonly code: string;
  /** HTTP status; absent when there was no answer. */
  readonly status?: number | undefined;
  /** Absent when the service has decided, and will decide the same again. */
  readonly transient?: AwsTransient;
}

const throttled = new Set([
  "ThrottlingException",
  "Throttling",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "LimitExceededException",
  "SlowDown",
]);
const timeouts = new Set(["TimeoutError", "AbortError", "RequestTimeout", "RequestTimeoutException"]);
const unreachable = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
/** Ours are out of date or not to be had; says nothing about what they may do. */
const credentials = new Set([
  "CredentialsProviderError",
  "TokenProviderError",
  "ExpiredTokenException",
  "ExpiredToken",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "InvalidAccessKeyId",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "IncompleteSignature",
  "MissingAuthenticationToken",
  "RequestExpired",
  "RequestTimeTooSkewed",
]);

/** What an error of an AWS client means for whoever called. `undefined` for what is not from one. */
export const awsFailure = (error: unknown): AwsFailure | undefined => {
  if (!(error instanceof Error)) return undefined;
  const network = "code" in error && typeof error.code === "string" ? error.code : "";
  const status = statusOf(error);
  const code = error.name;
  if (throttled.has(code) || status === 429) return { code, status, transient: "throttled" };
  if (credentials.has(code)) return { code, status, transient: "credentials" };
  if (unreachable.has(network)) return { code: network, status, transient: "unreachable" };
  if (timeouts.has(code) || network === "ETIMEDOUT") return { code, status, transient: "timeout" };
  if (status === undefined) return undefined;
  // Without a fault of its own it is no answer of the service's, but of something on the way.
  return status >= 500 || !("$fault" in error) ? { code, status, transient: "fault" } : { code, status };
};

const statusOf = (error: Error): number | undefined => {
  if (!("$metadata" in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
};
