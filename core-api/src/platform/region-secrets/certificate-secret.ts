import type { Certificate } from "../certificates/index.ts";

/** A certificate with its key as the text of a secret: JSON, of which a task may be given one member alone. */
export const certificateText = ({ certificate, privateKey }: Certificate): string =>
  JSON.stringify({ certificate, privateKey });

/** Reads that text. Throws `TypeError`, without a word of it, for any other. */
export const parseCertificate = (text: string, name: string): Certificate => {
  try {
    const { certificate, privateKey }: { certificate?: unknown; privateKey?: unknown } = JSON.parse(text);
    if (typeof certificate === "string" && typeof privateKey === "string") return { certificate, privateKey };
  } catch {
    // Said below: the parser's own words repeat what it read.
  }
  throw new TypeError(`the secret ${name} is not JSON of the form {"certificate", "privateKey"}`);
};
