/** The region's secrets do not belong together; the message says which and what to do, and repeats none. */
export class SecretsRefused extends Error {
  override readonly name = "SecretsRefused";
}
