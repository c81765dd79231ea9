const forTerminals = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text somebody else chose, with everything a terminal would obey written out as `\u001b`. */
export const printable = (text: string): string =>
  text.replace(forTerminals, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
