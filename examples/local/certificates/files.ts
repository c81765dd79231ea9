import { join } from "node:path";

export interface CertificateFiles {
  /** PEM: the certificate, then those that lead to the authority. */
  readonly certificate: string;
  /** PKCS #8. Mode 0600. */
  readonly privateKey: string;
}

/** Files of an edge's certificate in its folder. */
export const leafFiles = (folder: string): CertificateFiles => ({
  certificate: join(folder, "tls.crt"),
  privateKey: join(folder, "tls.key"),
});
