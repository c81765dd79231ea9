import { createHash } from "node:crypto";
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { type AwsPlace, callDeadline, clientOptions } from "../aws/client-options.ts";
import type { SecretStore, StoredSecret } from "./secret-store.ts";

/** Secrets of AWS Secrets Manager, by name or ARN. */
export const awsSecretStore = (place: AwsPlace): SecretStore => {
  const client = new SecretsManagerClient(clientOptions(place));

  const read = async (id: string): Promise<StoredSecret | undefined> => {
    try {
      const answer = await client.send(new GetSecretValueCommand({ SecretId: id }), { abortSignal: callDeadline() });
      if (answer.SecretString === undefined || answer.VersionId === undefined) {
        throw new TypeError(`the secret ${id} holds bytes where a text belongs`);
      }
      return { value: answer.SecretString, version: answer.VersionId };
    } catch (error) {
      // Said of a secret that is not there, too: writing to that one fails.
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };

  return {
    read,
    async write(id, value, after, attempt) {
      try {
        await client.send(
          new PutSecretValueCommand({ SecretId: id, SecretString: value, ClientRequestToken: token(after, attempt) }),
          { abortSignal: callDeadline() },
        );
      } catch (error) {
        // The version with this token has another value: somebody was first.
        if (!(error instanceof ResourceExistsException)) throw error;
      }
      const stored = await read(id);
      if (stored === undefined) throw new Error(`the secret ${id} has no value after one was written`);
      return stored;
    },
  };
};

/**
 * The id of the version that follows `after`: whoever would write that version gives it this same id, and of two values for one
 * id the service takes the first (PutSecretValue, `ClientRequestToken`: 32 to 64 characters).
 */
const token = (after: string | undefined, attempt = 0): string =>
  createHash("sha256")
    .update(`bailiwick region init, after ${after ?? "nothing"}${attempt === 0 ? "" : `, attempt ${attempt}`}`)
    .digest("hex");
