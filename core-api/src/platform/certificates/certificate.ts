/** A certificate with its key, as text. */
export interface Certificate {
  /** PEM: the certificate, then those that lead to its authority. */
  readonly certificate: string;
  /** PKCS #8 in PEM. Secret. */
  readonly privateKey: string;
}
