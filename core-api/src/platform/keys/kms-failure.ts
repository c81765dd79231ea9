import { awsFailure } from "../aws/failure.ts";
import { KeyServiceUnanswered, KeyUnavailable, type KeyUnavailableReason } from "./key-service.ts";

const verdicts: Readonly<Record<string, readonly [KeyUnavailableReason, string]>> = {
  InvalidCiphertextException: ["changed", "it was changed after it was wrapped, or wrapped for another use"],
  IncorrectKeyException: ["other-key", "it was wrapped under another key"],
  DisabledException: ["disabled", "the key is disabled"],
  NotFoundException: ["gone", "there is no such key"],
  AccessDeniedException: ["denied", "this process may not use the key"],
  InvalidKeyUsageException: ["denied", "the key is not one for encryption"],
};

/**
 * What an error of KMS means: `KeyUnavailable` where KMS has decided, `KeyServiceUnanswered` where it has not, the error
 * itself where it is neither. (docs.aws.amazon.com/kms, API_Decrypt, Errors)
 */
export const keyFailure = (error: unknown): unknown => {
  const failure = awsFailure(error);
  if (failure === undefined) return error;
  const { code, transient } = failure;
  // The one error of status 400 to 499 and 500 alike whose name says what is to be done: KMS asks for another try.
  if (transient !== undefined || code === "KeyUnavailableException" || code === "DependencyTimeoutException") {
    return new KeyServiceUnanswered(`AWS KMS did not answer (${code})`, transient ?? "fault", error);
  }
  if (code === "KMSInvalidStateException") return stateOf(error);
  const verdict = verdicts[code];
  return verdict === undefined ? error : new KeyUnavailable(verdict[1], verdict[0]);
};

/** KMS tells the states of a key apart in the text alone. (docs.aws.amazon.com/kms, key-state) */
const stateOf = (error: unknown): Error => {
  const text = error instanceof Error ? error.message : "";
  if (/pending.?(replica.?)?deletion/i.test(text)) {
    return new KeyUnavailable("the key is waiting for its deletion", "pending-deletion");
  }
  if (/pending.?import/i.test(text)) return new KeyUnavailable("the key material was removed", "gone");
  if (/disabled/i.test(text)) return new KeyUnavailable("the key is disabled", "disabled");
  // Creating, updating, or a key store that is not connected.
  return new KeyServiceUnanswered("AWS KMS cannot use the key in its present state", "fault", error);
};
