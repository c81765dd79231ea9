import { X509Certificate } from "node:crypto";
import type { Environment } from "@bailiwick/contract/environment";
import { attempt } from "./attempt.ts";

/** The value of the variable `name` when it is PEM whose first certificate can be read. */
export const readCertificates = (from: Environment, name: string, value: string | undefined): string | undefined => {
  if (value === undefined || attempt(() => new X509Certificate(value)) !== undefined) return value;
  return from.refuse(name, "must be a certificate in PEM.");
};
