/** Bytes of a text in that encoding; `undefined` for another length or another character. Node's own decoder skips those. */
export const bytes = (
  text: string,
  encoding: "base64" | "base64url",
  min: number,
  max = min,
): Uint8Array<ArrayBuffer> | undefined => {
  const decoded = new Uint8Array(Buffer.from(text, encoding));
  const again = Buffer.from(decoded).toString(encoding);
  const same = again.replace(/=+$/, "") === text.replace(/=+$/, "");
  return same && decoded.length >= min && decoded.length <= max ? decoded : undefined;
};
