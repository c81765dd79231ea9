/** Shapes of secrets, wherever in a text they turn up, and what stands there instead. */
const secrets: readonly (readonly [RegExp, string])[] = [
  // Private keys in PEM; also one that was cut off.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, "[private key]"],
  // URLs with a password, which may hold an unescaped @ or /.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^:/?#\s@]*):[^\s"'<>]*@/gi, "$1:[secret]@"],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, "$1 [secret]"],
  // Connection strings, signed addresses (a token of IAM for a database is one) and members of JSON.
  [
    /((?:pass(?:word|wd|phrase)?|pwd|secret|token|accountkey|sharedaccesssignature|sig|x-amz-(?:signature|security-token)|private_?key|api_?key)["']?\s*[=:]\s*)("[^"]*"?|'[^']*'?|[^\s&;,"'}]+)/gi,
    "$1[secret]",
  ],
  // Session tokens, password hashes, and 32 random bytes as this product writes its keys.
  [/\b[a-z][a-z0-9-]{1,38}[a-z0-9]\.[A-Za-z0-9_-]{43}\b/g, "[token]"],
  [/\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}/g, "[hash]"],
  [/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{43}(?![\w-])/g, "[key]"],
];

/** `text` with everything that looks like a secret replaced. */
export const redact = (text: string): string => {
  let clean = text;
  for (const [pattern, replacement] of secrets) clean = clean.replace(pattern, replacement);
  return clean;
};
