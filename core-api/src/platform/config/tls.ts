import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Environment } from "../environment.ts";

/** What a listener needs to answer with TLS. */
export interface TlsIdentity {
  /** PEM: the certificate, then those that lead to its authority. */
  readonly certificate: string;
  /** PEM. Secret. */
  readonly privateKey: string;
}

const certificateName = "BAILIWICK_TLS_CERTIFICATE";
const keyName = "BAILIWICK_TLS_PRIVATE_KEY";

/** The certificate to listen with; `undefined` where neither variable is set: the port then speaks plain HTTP. */
export const readTls = (from: Environment): TlsIdentity | undefined => {
  const certificate = from.optionalSecret(certificateName);
  const privateKey = from.optionalSecret(keyName);
  if (certificate === undefined && privateKey === undefined) return undefined;
  if (certificate === undefined) return from.refuse(certificateName, `is not set, but ${keyName} is.`);
  if (privateKey === undefined) return from.refuse(keyName, `is not set, but ${certificateName} is.`);
  const leaf = attempt(() => new X509Certificate(certificate));
  const key = attempt(() => createPrivateKey(privateKey));
  if (leaf === undefined) return from.refuse(certificateName, "must be a certificate in PEM.");
  if (key === undefined) return from.refuse(keyName, "must be a private key in PEM.");
  if (!leaf.checkPrivateKey(key)) return from.refuse(keyName, `is not the key of ${certificateName}.`);
  return { certificate, privateKey };
};

const attempt = <T>(make: () => T): T | undefined => {
  try {
    return make();
  } catch {
    return undefined;
  }
};
