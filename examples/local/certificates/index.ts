import type { CertificateFiles } from "./files.ts";
import { leafFiles } from "./files.ts";
import { goodAuthority, isGoodLeaf } from "./inspect.ts";

export { type CertificateFiles, leafFiles } from "./files.ts";

export interface CertificateOrder {
  /** Of the edge: its certificate goes here. */
  readonly folder: string;
  readonly names: readonly string[];
}

/**
 * Makes or renews what is missing: the authority, and one certificate for each edge. Returns true when there is a new
 * authority, which clients have to be told about. The X.509 library is loaded only when something is made.
 */
export const ensureCertificates = async (
  authority: CertificateFiles & { readonly commonName: string },
  orders: readonly CertificateOrder[],
): Promise<boolean> => {
  let root = await goodAuthority(authority);
  const renewed = root === undefined;
  if (renewed) {
    const { makeAuthority } = await import("./make.ts");
    await makeAuthority(authority, authority.commonName);
    root = await goodAuthority(authority);
  }
  if (root === undefined) throw new Error(`the authority just made in ${authority.certificate} cannot be read`);
  for (const { folder, names } of orders) {
    const files = leafFiles(folder);
    if (await isGoodLeaf(files, names, root)) continue;
    const { makeLeaf } = await import("./make.ts");
    await makeLeaf(files, names, authority);
  }
  return renewed;
};
