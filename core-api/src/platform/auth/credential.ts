import { type Credential, readCredential } from "@bailiwick/contract/credential";
import { fieldOf, type HeaderFields } from "../http/env.ts";

/** Reads the credential of a request, as the edge does. */
export const credentialReader =
  (cookieName: string) =>
  (fields: HeaderFields): Credential | undefined =>
    readCredential({ authorization: fieldOf(fields, "authorization"), cookie: fieldOf(fields, "cookie") }, cookieName);
