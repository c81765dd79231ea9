export { type Credential, type CredentialFields, readCredential, tenantHint } from "./credential.ts";
